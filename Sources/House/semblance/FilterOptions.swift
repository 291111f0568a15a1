import ArgumentParser
import Gallery

/// `--filter key=value` options: who may answer.
struct FilterOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Who may answer; every filter must hold.",
            discussion: "gender=female,male · born=1950..1980 · country=France · "
                + "occupation=actor,singer · fame>=20 · living=yes",
            valueName: "key=value"
        )
    )
    var filter: [String] = []

    func made() throws -> PersonFilter {
        var made = PersonFilter()
        for text in filter { try Self.add(text, to: &made) }
        return made
    }

    private static func add(_ text: String, to filter: inout PersonFilter) throws {
        if let range = text.firstRange(of: ">=") {
            let key = text[..<range.lowerBound]
            guard key == "fame", let least = Int(text[range.upperBound...]) else {
                throw ValidationError("'\(text)': only fame>=NUMBER takes >=.")
            }
            filter.fameAtLeast = least
            return
        }
        guard let equals = text.firstIndex(of: "=") else {
            throw ValidationError(
                "'\(text)' is no filter: write key=value, such as country=France."
            )
        }
        let value = String(text[text.index(after: equals)...])
        let values = Set(value.split(separator: ",").map { trimmed($0) })
        switch text[..<equals] {
        case "gender": filter.genders.formUnion(values.map { $0.lowercased() })
        case "born": filter.born = try years(value)
        case "country": filter.countries.formUnion(values)
        case "occupation": filter.occupations.formUnion(values.map { $0.lowercased() })
        case "living":
            guard let living = ["yes": true, "no": false][value.lowercased()] else {
                throw ValidationError("'\(text)': living takes yes or no.")
            }
            filter.living = living
        default:
            throw ValidationError(
                "'\(text)': filters are gender, born, country, occupation, fame>= and living."
            )
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        text.split(separator: " ").joined(separator: " ")
    }

    private static func years(_ text: String) throws -> ClosedRange<Int> {
        let all = PersonFilter.bornYears
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
        if ends.count == 1, let year = Int(ends[0]), all.contains(year) { return year...year }
        guard ends.count == 2, ends != ["", ""],
            let from = ends[0].isEmpty ? all.lowerBound : Int(ends[0]),
            let to = ends[1].isEmpty ? all.upperBound : Int(ends[1]),
            all.contains(from), all.contains(to), from <= to
        else {
            throw ValidationError(
                "born wants a year or two, such as born=1950..1980, born=1950.. or born=..1980."
            )
        }
        return from...to
    }
}
