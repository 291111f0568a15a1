import DrawnPeople
import Foundation

extension DrawnWorld {
    // MARK: The query service

    /// Answers the queries this program asks, told apart by what they mention.
    func query(_ text: String) -> FixtureReply {
        if text.contains("VALUES ?label") { return byLabels(text) }
        if text.contains("VALUES ?imdb") { return byIMDb(text) }
        let low = Self.number(after: "?n >= ", in: text) ?? 0
        let high = Self.number(after: "?n < ", in: text) ?? Int.max
        // What is wide is too much, in both ways the real service says so.
        if high == Int.max, low < 40 {
            return FixtureReply(
                500,
                text:
                    "SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n\tat a.b"
            )
        }
        let found = withPhotos.filter { $0.fame >= low && $0.fame < high }
        let rows = found.flatMap { self.rows($0) }
        if turn("slice \(low)-\(high)") == 0, found.count > 20, turn("cut") == 0 {
            let text = Self.results(rows)
            return .json(
                String(text.prefix(text.count / 2))
                    + "\nSPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n"
            )
        }
        return .json(Self.results(rows), headers: ["Cache-Control": "public, max-age=300"])
    }

    /// Several countries multiply the rows; what is unknown is a bnode or a genid address.
    private func rows(_ person: Person) -> [[String: Any]] {
        var row: [String: Any] = [
            "item": Self.uri("http://www.wikidata.org/entity/Q\(person.item)"),
            "n": Self.literal("\(person.fame)"),
        ]
        if let file = person.files.first {
            let name = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
            row["image"] = Self.uri("http://commons.wikimedia.org/wiki/Special:FilePath/\(name)")
        }
        switch person.oddity {
        case .birthUnknown: row["birth"] = ["type": "bnode", "value": "t1234"]
        case .genderUnknown: break
        case .genderGenid:
            row["gender"] = Self.uri("http://www.wikidata.org/.well-known/genid/abc")
        default:
            row["birth"] = Self.literal("\(person.birthYear)-03-01T00:00:00Z")
            row["precision"] = Self.literal("11")
            row["gender"] = Self.uri("http://www.wikidata.org/entity/Q6581097")
        }
        guard person.oddity == .severalCountries else { return [row] }
        return (30...33).map { country in
            row.merging(["country": Self.uri("http://www.wikidata.org/entity/Q\(country)")]) { $1 }
        }
    }

    private func byLabels(_ text: String) -> FixtureReply {
        let rows = people.filter { text.contains("\"\($0.name)\"@en") }.map { person in
            [
                "item": Self.uri("http://www.wikidata.org/entity/Q\(person.item)"),
                "label": [
                    "type": "literal", "value": person.name,
                    "xml:lang": person.oddity == .labelForAllOnly ? "mul" : "en",
                ],
                "birth": Self.literal("\(person.birthYear)-03-01T00:00:00Z"),
                "precision": Self.literal("9"), "n": Self.literal("\(person.fame)"),
            ]
        }
        // Everybody has a namesake nobody wrote a birthday of, who is called "Twin".
        let twins = [90_001, 90_002].filter { _ in text.contains("\"Twin Nobody\"@en") }.map {
            item in
            [
                "item": Self.uri("http://www.wikidata.org/entity/Q\(item)"),
                "label": ["type": "literal", "value": "Twin Nobody", "xml:lang": "en"],
                "birth": Self.literal("\(item == 90_001 ? 1950 : 1980)-03-01T00:00:00Z"),
            ]
        }
        return .json(Self.results(rows + twins))
    }

    private func byIMDb(_ text: String) -> FixtureReply {
        let rows = people.filter { text.contains("\"\(Self.imdb($0))\"") }.map { person in
            [
                "item": Self.uri("http://www.wikidata.org/entity/Q\(person.item)"),
                "imdb": Self.literal(Self.imdb(person)), "n": Self.literal("\(person.fame)"),
            ]
        }
        return .json(Self.results(rows))
    }

    /// A person's IMDb id.
    package static func imdb(_ person: Person) -> String { "nm\(1_000_000 + person.index)" }

    private static func results(_ rows: [[String: Any]]) -> String {
        let value: [String: Any] = ["head": ["vars": ["item"]], "results": ["bindings": rows]]
        let data = (try? JSONSerialization.data(withJSONObject: value)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    private static func uri(_ text: String) -> [String: Any] { ["type": "uri", "value": text] }
    private static func literal(_ text: String) -> [String: Any] {
        ["type": "literal", "value": text]
    }

    private static func number(after marker: String, in text: String) -> Int? {
        text.firstRange(of: marker).flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) }
    }

    // MARK: Items

    func entities(_ fields: [String: String]) -> FixtureReply {
        if let trouble = trouble("wikidata", turn: turn("wikidata")) { return trouble }
        let ids = (fields["ids"] ?? "").split(separator: "|").map(String.init)
        var entities: [String: Any] = [:]
        for id in ids {
            guard let number = Int(id.dropFirst()) else { continue }
            guard let person = byItem[number] else {
                guard number < 1000 || number >= 90_000 else {
                    return Self.json([
                        "error": ["code": "no-such-entity", "info": "No such entity", "id": id]
                    ])
                }
                entities[id] = word(number)
                continue
            }
            entities[id] = entity(person)
        }
        return Self.json(["entities": entities, "success": 1])
    }

    /// Items that are words: countries, occupations, genders; and the twins.
    private func word(_ number: Int) -> [String: Any] {
        let label = number >= 90_000 ? "Twin Nobody" : "word \(number)"
        return [
            "type": "item", "id": "Q\(number)", "claims": [Any](),
            "labels": ["en": ["language": "en", "value": label]],
        ]
    }

    private func entity(_ person: Person) -> [String: Any] {
        if person.oddity == .missingItem { return ["id": "Q\(person.item)", "missing": ""] }
        let language = person.oddity == .labelForAllOnly ? "mul" : "en"
        var claims: [String: Any] = [
            "P31": [Self.statement(Self.item(5))], "P569": [birth(person)],
            "P106": [Self.statement(Self.item(100 + person.index % 5))],
            "P345": [Self.statement(Self.imdb(person))],
        ]
        claims["P27"] =
            person.oddity == .severalCountries
            ? (30...33).map { Self.statement(Self.item($0)) }
            : [Self.statement(Self.item(30 + person.index % 4))]
        claims["P21"] = [
            person.oddity == .genderUnknown
                ? Self.unknown
                : Self.statement(Self.item(person.profile.gender == "male" ? 6_581_097 : 6_581_072))
        ]
        if !person.files.isEmpty { claims["P18"] = images(person) }
        if person.category != .none { claims["P373"] = [Self.statement(person.categoryName)] }
        var sites: [String: Any] = ["commonswiki": ["site": "commonswiki", "title": "x"]]
        for edition in 0..<person.fame {
            sites[edition == 0 ? "enwiki" : "x\(edition)wiki"] = ["title": person.article]
        }
        var value: [String: Any] = [
            "type": "item", "id": "Q\(person.item)", "claims": claims, "sitelinks": sites,
            "labels": [language: ["language": language, "value": person.name]],
            "modified": Self.changed(person),
        ]
        if person.oddity == .mergedItem {
            value["id"] = "Q\(person.item + 1)"
            value["redirects"] = ["from": "Q\(person.item)", "to": "Q\(person.item + 1)"]
        }
        return value
    }

    /// When a person's item was changed last: every third one lately.
    package static func changed(_ person: Person) -> String {
        person.index % 3 == 0 ? "2026-01-15T08:00:00Z" : "2024-05-01T12:00:00Z"
    }

    private func birth(_ person: Person) -> [String: Any] {
        if person.oddity == .birthUnknown { return Self.unknown }
        let year = person.birthYear
        let digits =
            String(repeating: "0", count: max(0, 4 - "\(abs(year))".count)) + "\(abs(year))"
        let dayless = person.oddity == .birthYearOnly
        return Self.statement([
            "time": (year < 0 ? "-" : "+") + digits + (dayless ? "-00-00" : "-03-01")
                + "T00:00:00Z",
            "precision": dayless ? 9 : 11, "timezone": 0,
        ])
    }

    private func images(_ person: Person) -> [[String: Any]] {
        let names =
            person.oddity == .normalizedName
            ? person.files.map { $0.replacing(" ", with: "_") } : person.files
        let ranks = ["normal", "preferred", "deprecated"]
        return names.enumerated().map { place, name in
            var statement = Self.statement(name)
            if person.oddity == .threePhotos { statement["rank"] = ranks[place] }
            statement["qualifiers"] = [
                "P585": [
                    [
                        "snaktype": "value",
                        "datavalue": [
                            "value": ["time": "+2018-05-00T00:00:00Z", "precision": 10]
                        ],
                    ]
                ]
            ]
            return statement
        }
    }

    private static func item(_ number: Int) -> [String: Any] {
        ["entity-type": "item", "numeric-id": number, "id": "Q\(number)"]
    }

    private static func statement(_ value: Any) -> [String: Any] {
        [
            "type": "statement", "rank": "normal",
            "mainsnak": ["snaktype": "value", "datavalue": ["value": value]],
        ]
    }

    private static var unknown: [String: Any] {
        [
            "type": "statement", "rank": "normal", "mainsnak": ["snaktype": "somevalue"],
        ]
    }
}
