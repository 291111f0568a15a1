import Fetching
public import Foundation

/// A Wikidata item as far as a person needs it.
public struct Entity: Sendable, Hashable {
    /// An image statement.
    public struct Image: Sendable, Hashable {
        /// The file's name on Commons, without `File:`, with spaces.
        public let name: String
        /// The year it was taken, where the statement says so (P585).
        public let year: Int?
    }

    /// Its id; of a merged item the one it became.
    public let id: ItemID
    /// The English label, else the one of all languages, else `nil`.
    public let label: String?
    /// Whether it is an instance of human.
    public let isHuman: Bool
    /// Image files, preferred ones first, never deprecated ones.
    public let images: [Image]
    /// Gender's item.
    public let gender: ItemID?
    /// Birth.
    public let birth: TimeValue?
    /// Death; a death of unknown date has no time but `isDead`.
    public let death: TimeValue?
    /// Whether a death is known, dated or not.
    public let isDead: Bool
    /// Citizenships, best rank.
    public let countries: [ItemID]
    /// Occupations, best rank.
    public let occupations: [ItemID]
    /// IMDb ids, best rank.
    public let imdb: [String]
    /// Number of Wikipedia editions.
    public let fame: Int
    /// Title of the English Wikipedia's article.
    public let article: String?
    /// Name of the category of Commons about them (P373), without `Category:`.
    public let category: String?
    /// When it was changed last, where that was asked for.
    public let changed: Date?
}

/// Reads `wbgetentities`.
public struct EntityAnswer: Sendable {
    /// What became of one id.
    public enum Outcome: Sendable, Hashable {
        /// There it is, maybe under another id.
        case found(Entity)
        /// It was deleted, or never was.
        case missing
        /// The service can't tell.
        case failed(detail: String)
    }

    /// By the id that was asked for.
    public let outcomes: [ItemID: Outcome]

    /// Ids asked for at once.
    public static let batchMax = 50

    /// Properties that are asked for; origin, orientation and religion never are.
    public static let properties = "labels|claims|sitelinks"

    /// What is asked for as well to learn when an item was changed.
    static let timeProperty = "|info"

    /// Reads an answer.
    ///
    /// - Throws: `noSuchEntity`, `refused`, `brokenAnswer`.
    public init(_ bytes: [UInt8]) throws(WikimediaError) {
        let document = try Document(bytes, from: "Wikidata")
        try APIProblem.check(document, service: "Wikidata")
        guard document["entities"].exists else {
            throw .brokenAnswer(service: "Wikidata", detail: "it holds no entities")
        }
        var outcomes: [ItemID: Outcome] = [:]
        for (key, value) in document["entities"].members {
            guard let asked = ItemID(key) else { continue }
            if value["missing"].exists {
                outcomes[asked] = .missing
            } else if let entity = Self.entity(value, asked: asked) {
                outcomes[asked] = .found(entity)
            }
        }
        self.outcomes = outcomes
    }

    private static func entity(_ value: Document, asked: ItemID) -> Entity? {
        let claims = value["claims"]
        let editions = value["sitelinks"].members.count { isEdition($0.key) }
        let deaths = Claim.best(of: claims["P570"])
        return Entity(
            id: value["id"].text.flatMap { ItemID($0) } ?? asked,
            label: value["labels"]["en"]["value"].text ?? value["labels"]["mul"]["value"].text,
            isHuman: Claim.best(of: claims["P31"]).contains { $0.item == .human },
            images: Claim.usable(of: claims["P18"]).compactMap(\.image),
            gender: Claim.best(of: claims["P21"]).compactMap(\.item).first,
            birth: Claim.best(of: claims["P569"]).compactMap(\.time).first,
            death: deaths.compactMap(\.time).first,
            isDead: deaths.contains { $0.kind != "novalue" },
            countries: Claim.best(of: claims["P27"]).compactMap(\.item),
            occupations: Claim.best(of: claims["P106"]).compactMap(\.item),
            imdb: Claim.best(of: claims["P345"]).compactMap(\.text),
            fame: editions,
            article: value["sitelinks"]["enwiki"]["title"].text,
            category: Claim.best(of: claims["P373"]).compactMap(\.text).first,
            changed: value["modified"].text.flatMap { try? Date($0, strategy: .iso8601) }
        )
    }

    /// Whether a site is a Wikipedia edition; Commons and the sister projects are not fame.
    private static func isEdition(_ site: String) -> Bool {
        site.hasSuffix("wiki")
            && ![
                "commonswiki", "specieswiki", "metawiki", "wikidatawiki", "mediawikiwiki",
                "sourceswiki", "outreachwiki",
            ].contains(site)
    }
}

/// One statement of an item.
struct Claim {
    private let statement: Document

    /// `value`, `somevalue` (unknown) or `novalue` (none).
    var kind: String { statement["mainsnak"]["snaktype"].text ?? "value" }

    /// Statements of the best rank: `preferred` if any, else `normal`, never `deprecated`.
    static func best(of list: Document) -> [Claim] {
        let usable = usable(of: list)
        let preferred = usable.filter { $0.rank == "preferred" }
        return preferred.isEmpty ? usable : preferred
    }

    /// Statements that are not deprecated, preferred ones first.
    static func usable(of list: Document) -> [Claim] {
        let claims = list.elements.map { Claim(statement: $0) }.filter { $0.rank != "deprecated" }
        return claims.filter { $0.rank == "preferred" } + claims.filter { $0.rank != "preferred" }
    }

    var item: ItemID? {
        let value = datavalue
        if let id = value["id"].text { return ItemID(id) }
        return value["numeric-id"].number.map { ItemID(UInt64(max(0, $0))) }
    }

    var text: String? { datavalue.text }

    var time: TimeValue? { Self.time(datavalue) }

    var image: Entity.Image? {
        guard let name = text else { return nil }
        let dates = statement["qualifiers"]["P585"].elements
        let year = dates.compactMap { Self.time($0["datavalue"]["value"])?.knownYear }.first
        return Entity.Image(name: FileName.tidy(name), year: year)
    }

    private init(statement: Document) { self.statement = statement }

    private var rank: String { statement["rank"].text ?? "normal" }

    private var datavalue: Document {
        kind == "value" ? statement["mainsnak"]["datavalue"]["value"] : statement["no such key"]
    }

    private static func time(_ value: Document) -> TimeValue? {
        guard let text = value["time"].text else { return nil }
        return TimeValue(text, precision: value["precision"].number ?? 11)
    }
}
