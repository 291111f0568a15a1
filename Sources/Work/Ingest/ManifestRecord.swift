import Gallery

/// One line of a manifest: a file, whom it shows, and what is known.
///
/// Keys as in the JSON form; the CSV form has the same names as column heads.
struct ManifestRecord: Codable, Sendable, Hashable {
    var file: String
    var person: String?
    var personID: String?
    var gender: String?
    var birthYear: Int?
    var deathYear: Int?
    var country: String?
    var occupation: Occupations?
    var fame: Int?
    var author: String?
    var licence: String?
    var licenceAddress: String?
    var source: String?
    var year: Int?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case file, person, gender, country, occupation, fame, author, licence, source, year
        case personID = "person_id"
        case birthYear = "birth_year"
        case deathYear = "death_year"
        case licenceAddress = "licence_url"
    }

    /// One occupation, several separated by `|`, or a JSON array of them.
    struct Occupations: Codable, Sendable, Hashable {
        var names: [String]

        init(text: String) {
            names = text.split(separator: "|").map { Self.tidy($0) }.filter { !$0.isEmpty }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let list = try? container.decode([String].self) else {
                self.init(text: try container.decode(String.self))
                return
            }
            self.init(text: list.joined(separator: "|"))
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(names)
        }

        private static func tidy(_ text: Substring) -> String {
            text.split(separator: " ").joined(separator: " ").lowercased()
        }
    }

    /// The person, or `nil` when the line names none.
    var claim: PhotoCandidate.Claim? {
        guard let label = person ?? personID, !label.isEmpty else { return nil }
        let metadata = PersonMetadata(
            gender: gender?.lowercased(),
            birthYear: birthYear,
            deathYear: deathYear,
            country: country,
            occupations: occupation?.names ?? [],
            fame: fame
        )
        return PhotoCandidate.Claim(key: personID ?? label, name: label, metadata: metadata)
    }

    var credit: PhotoCredit {
        PhotoCredit(
            author: author,
            licence: licence,
            licenceAddress: licenceAddress,
            source: source
        )
    }
}

extension ManifestRecord {
    /// What can be wrong with a line.
    enum Fault: Error, Hashable {
        case missing(column: String)
        case notANumber(column: String, found: String)
    }

    /// Reads a CSV row; empty cells count as absent.
    init(row: [String: String]) throws(Fault) {
        func text(_ key: CodingKeys) -> String? {
            guard let cell = row[key.rawValue] else { return nil }
            let tidy = cell.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return tidy.isEmpty ? nil : tidy
        }
        func number(_ key: CodingKeys) throws(Fault) -> Int? {
            guard let cell = text(key) else { return nil }
            guard let value = Int(cell) else {
                throw .notANumber(column: key.rawValue, found: cell)
            }
            return value
        }
        guard let file = row[CodingKeys.file.rawValue], !file.isEmpty else {
            throw .missing(column: CodingKeys.file.rawValue)
        }
        self.file = file
        person = text(.person)
        personID = text(.personID)
        gender = text(.gender)
        birthYear = try number(.birthYear)
        deathYear = try number(.deathYear)
        country = text(.country)
        occupation = text(.occupation).map(Occupations.init(text:))
        fame = try number(.fame)
        author = text(.author)
        licence = text(.licence)
        licenceAddress = text(.licenceAddress)
        source = text(.source)
        year = try number(.year)
    }
}
