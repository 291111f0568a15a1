import FaceTypes
import Foundation
import Gallery
import HTTPTypes
import Likeness

/// Named texts of an address or a form; a name may come several times.
struct Arguments: Sendable {
    private(set) var values: [(name: String, value: String)] = []

    /// Fields of a form.
    init(_ values: [(name: String, value: String)] = []) { self.values = values }

    /// The part of an address behind the question mark.
    init(query: String?) {
        values = (query ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            let texts = parts.map { part in
                part.replacing("+", with: " ").removingPercentEncoding ?? String(part)
            }
            return (texts.first ?? "", texts.count > 1 ? texts[1] : "")
        }
    }

    /// - Throws: `bad_parameter` for a name that is none of these: a misspelt filter would be no filter.
    func expectOnly(_ names: [String]) throws(Problem) {
        guard let unknown = values.first(where: { !names.contains($0.name) })?.name else { return }
        throw .badParameter(
            String(unknown.prefix(64)),
            "There is no such parameter; there are \(names.joined(separator: ", "))."
        )
    }

    /// These and then those.
    func joined(with others: Arguments) -> Arguments { Arguments(values + others.values) }

    /// The last value of a name; an empty one counts as none.
    subscript(name: String) -> String? {
        values.last { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// All values of a name.
    func all(_ name: String) -> [String] {
        values.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    /// All values of a name, empty ones too.
    func every(_ name: String) -> [String] {
        values.filter { $0.name == name }.map(\.value)
    }

    /// A whole number within a range.
    func number(_ name: String, in range: ClosedRange<Int>, standard: Int) throws(Problem) -> Int {
        guard let text = values.last(where: { $0.name == name })?.value else { return standard }
        guard let value = Int(text), range.contains(value) else {
            throw .badParameter(
                name,
                "\(name) is a number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return value
    }

    /// An id to go on after.
    func after() throws(Problem) -> Int64? {
        guard let text = self["after"] else { return nil }
        guard let id = Int64(text), id >= 0 else {
            throw .badParameter("after", "after is the \"next\" of the page before.")
        }
        return id
    }
}

/// What a search is asked for besides its photos.
struct SearchOptions: Sendable {
    var limit: Int
    var selection: ProbeSelection
    var filter: PersonFilter
    var allow: Set<QualityCode>

    static let names = [
        "k", "faces", "gender", "born", "country", "occupation", "fame", "living", "allow",
    ]

    init(_ parameters: Arguments, settings: ServiceSettings) throws(Problem) {
        // `face` is of the JSON body all routes share.
        try parameters.expectOnly(Self.names + ["face"])
        limit = try parameters.number("k", in: 1...settings.kMax, standard: 10)
        selection = try Self.selection(parameters["faces"])
        filter = try Self.filter(parameters, settings: settings)
        allow = try Self.allowed(parameters.every("allow"))
    }

    static func selection(_ text: String?) throws(Problem) -> ProbeSelection {
        switch text {
        case nil, "primary": return .primary
        case "every": return .all
        case let text?:
            guard let number = Int(text), (1...10_000).contains(number) else {
                throw .badParameter("faces", "faces is primary, every or a number from 1.")
            }
            return .number(number)
        }
    }

    /// The one face a route asks about.
    static func oneFace(_ text: String?) throws(Problem) -> ProbeSelection {
        let selection = try selection(text)
        guard selection != .all else {
            throw .badParameter("faces", "faces is primary or a number here.")
        }
        return selection
    }

    static func allowed(_ texts: [String]) throws(Problem) -> Set<QualityCode> {
        var codes: Set<QualityCode> = []
        for text in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            guard let code = QualityCode(rawValue: String(text)) else {
                throw .badParameter(
                    "allow",
                    "allow is a list of "
                        + QualityCode.allCases.map(\.rawValue).joined(separator: ", ") + "."
                )
            }
            codes.insert(code)
        }
        return codes
    }

    private static func filter(
        _ parameters: Arguments,
        settings: ServiceSettings
    ) throws(Problem) -> PersonFilter {
        let words = ["gender", "country", "occupation"].flatMap(parameters.all)
        guard words.count <= settings.filterWordsMax,
            words.allSatisfy({ $0.unicodeScalars.count <= settings.filterWordCharactersMax })
        else {
            throw .badParameter(
                "filter",
                "A filter has at most \(settings.filterWordsMax) words of at most "
                    + "\(settings.filterWordCharactersMax) characters."
            )
        }
        return PersonFilter(
            genders: Set(parameters.all("gender")),
            born: try years(parameters["born"]),
            countries: Set(parameters.all("country")),
            occupations: Set(parameters.all("occupation")),
            fameAtLeast: parameters["fame"] == nil
                ? nil : try parameters.number("fame", in: 0...1_000_000_000, standard: 0),
            living: try living(parameters["living"])
        )
    }

    private static func years(_ text: String?) throws(Problem) -> ClosedRange<Int>? {
        guard let text else { return nil }
        let all = PersonFilter.bornYears
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let years =
            parts.count == 3 && parts[1].isEmpty ? [parts[0], parts[2]] : [text, text]
        guard years != ["", ""],
            let first = years[0].isEmpty ? all.lowerBound : Int(years[0]),
            let last = years[1].isEmpty ? all.upperBound : Int(years[1]),
            all.contains(first), all.contains(last)
        else {
            throw .badParameter(
                "born",
                "born is a year, or two as in 1950..1980, either of which may be missing."
            )
        }
        guard first <= last else {
            throw Problem(
                .badParameter,
                "born begins with the earlier year: \(last)..\(first).",
                members: ["parameter": .text("born")],
                // Each is right by itself.
                status: .unprocessableContent
            )
        }
        return first...last
    }

    private static func living(_ text: String?) throws(Problem) -> Bool? {
        switch text {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .badParameter("living", "living is true or false.")
        }
    }
}
