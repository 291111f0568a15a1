import Gallery

/// One line of a manifest: a file or an address, whom it shows, and what is known.
///
/// Keys as in the JSON form; the CSV form has the same names as column heads. The names that
/// ImageFolder's metadata files use, `file_name` and `name`, mean `file` and `person`; `license` and
/// `license_url` are other spellings of `licence` and `licence_url`.
struct ManifestRecord: Codable, Sendable, Hashable {
    /// Where the photo lies; `nil` when it is at an address.
    var file: String?
    /// Its address, which counts where no file is named.
    var url: String?
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
    var restrictions: String?
    var sha1: String?
    var change: String?
    var year: Int?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case file, url, person, gender, country, occupation, fame, author, licence, source, year
        case restrictions, sha1, change
        case personID = "person_id"
        case birthYear = "birth_year"
        case deathYear = "death_year"
        case licenceAddress = "licence_url"
    }

    /// Other names for some of the keys: ImageFolder's, and American spelling.
    enum OtherKeys: String, CodingKey {
        case fileName = "file_name"
        case name
        case license
        case licenseAddress = "license_url"
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

    /// What is known of the photo's maker and terms; a licensed photo is at least cropped.
    var credit: PhotoCredit {
        PhotoCredit(
            author: author,
            licence: licence,
            licenceAddress: licenceAddress,
            source: source,
            restrictions: restrictions,
            sha1: sha1,
            change: change
        ).sayingChange
    }
}

extension ManifestRecord {
    /// What can be wrong with a line.
    enum Fault: Error, Hashable {
        case missing(column: String)
        case notANumber(column: String, found: String)

        /// What is wrong, in words.
        var sentence: String {
            switch self {
            case .missing(let column): "column '\(column)' is empty"
            case .notANumber(let column, let found):
                "column '\(column)' wants a whole number, found '\(found)'"
            }
        }
    }

    /// Reads a CSV row; empty cells count as absent.
    init(row: [String: String]) throws(Fault) {
        func text(_ key: CodingKeys) -> String? {
            Self.tidy(row[key.rawValue])
        }
        func number(_ key: CodingKeys) throws(Fault) -> Int? {
            guard let cell = text(key) else { return nil }
            guard let value = Int(cell) else {
                throw .notANumber(column: key.rawValue, found: cell)
            }
            return value
        }
        let path = row[CodingKeys.file.rawValue] ?? row[OtherKeys.fileName.rawValue]
        file = path.flatMap { $0.isEmpty ? nil : $0 }
        url = text(.url)
        guard file != nil || url != nil else {
            throw .missing(column: CodingKeys.file.rawValue)
        }
        person = text(.person) ?? Self.tidy(row[OtherKeys.name.rawValue])
        personID = text(.personID)
        gender = text(.gender)
        birthYear = try number(.birthYear)
        deathYear = try number(.deathYear)
        country = text(.country)
        occupation = text(.occupation).map(Occupations.init(text:))
        fame = try number(.fame)
        author = text(.author)
        licence = text(.licence) ?? Self.tidy(row[OtherKeys.license.rawValue])
        licenceAddress =
            text(.licenceAddress) ?? Self.tidy(row[OtherKeys.licenseAddress.rawValue])
        source = text(.source)
        restrictions = text(.restrictions)
        sha1 = text(.sha1)
        change = text(.change)
        year = try number(.year)
    }

    private static func tidy(_ cell: String?) -> String? {
        guard let cell else { return nil }
        let tidy = cell.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return tidy.isEmpty ? nil : tidy
    }
}

extension ManifestRecord {
    /// Reads a JSON object; keys it does not know are passed over.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let others = try decoder.container(keyedBy: OtherKeys.self)
        let named =
            try others.decodeIfPresent(String.self, forKey: .fileName)
            ?? values.decodeIfPresent(String.self, forKey: .file)
        let address = try values.decodeIfPresent(String.self, forKey: .url)
        // Without an address the file must be there.
        let file = try address == nil ? named ?? values.decode(String.self, forKey: .file) : named
        try self.init(from: decoder, file: file)
        url = address
    }

    /// Reads a JSON object that says everything but where the photo is.
    init(from decoder: any Decoder, file: String?) throws {
        self.file = file
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let others = try decoder.container(keyedBy: OtherKeys.self)
        person =
            try values.decodeIfPresent(String.self, forKey: .person)
            ?? others.decodeIfPresent(String.self, forKey: .name)
        personID = try values.decodeIfPresent(String.self, forKey: .personID)
        gender = try values.decodeIfPresent(String.self, forKey: .gender)
        birthYear = try values.decodeIfPresent(Int.self, forKey: .birthYear)
        deathYear = try values.decodeIfPresent(Int.self, forKey: .deathYear)
        country = try values.decodeIfPresent(String.self, forKey: .country)
        occupation = try values.decodeIfPresent(Occupations.self, forKey: .occupation)
        fame = try values.decodeIfPresent(Int.self, forKey: .fame)
        author = try values.decodeIfPresent(String.self, forKey: .author)
        licence =
            try values.decodeIfPresent(String.self, forKey: .licence)
            ?? others.decodeIfPresent(String.self, forKey: .license)
        licenceAddress =
            try values.decodeIfPresent(String.self, forKey: .licenceAddress)
            ?? others.decodeIfPresent(String.self, forKey: .licenseAddress)
        source = try values.decodeIfPresent(String.self, forKey: .source)
        restrictions = try values.decodeIfPresent(String.self, forKey: .restrictions)
        sha1 = try values.decodeIfPresent(String.self, forKey: .sha1)
        change = try values.decodeIfPresent(String.self, forKey: .change)
        year = try values.decodeIfPresent(Int.self, forKey: .year)
    }
}
