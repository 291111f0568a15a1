/// Which people of Wikidata are wanted: the targets of a crawl, never "everybody".
public struct PeopleQuery: Sendable, Hashable, Codable {
    /// Items of occupations, one of which must be held; such as `Q33999`, actor.
    public var occupations: [String]
    /// Items of countries, one of which they must be citizens of; empty allows all.
    public var countries: [String]
    /// Years of birth; `nil` allows all.
    public var born: ClosedRange<Int>?
    /// Least number of Wikipedia editions, a measure of fame.
    public var fameAtLeast: Int
    /// Greatest number of editions, exclusive; `nil` for no bound.
    public var fameBelow: Int?
    /// Only people not known to be dead.
    public var living: Bool

    /// Describes people.
    public init(
        occupations: [ItemID],
        countries: [ItemID] = [],
        born: ClosedRange<Int>? = nil,
        fameAtLeast: Int = 20,
        fameBelow: Int? = nil,
        living: Bool = false
    ) {
        self.occupations = occupations.map(\.description)
        self.countries = countries.map(\.description)
        self.born = born
        self.fameAtLeast = fameAtLeast
        self.fameBelow = fameBelow
        self.living = living
    }

    /// Rows asked for at once; a slice with more is divided.
    public static let rowsMax = 5000

    /// The query's text: no `ORDER BY`, no labels, no `OFFSET`, which are dear.
    public var sparql: String {
        var lines = [
            "SELECT ?item ?image ?gender ?birth ?precision ?country ?imdb ?n WHERE {",
            "  VALUES ?occupation { \(Self.values(occupations)) }",
            "  ?item wdt:P31 wd:Q5 ; wdt:P106 ?occupation ; wdt:P18 ?image ; "
                + "wikibase:sitelinks ?n .",
        ]
        if !countries.isEmpty {
            lines.append("  VALUES ?wanted { \(Self.values(countries)) } ?item wdt:P27 ?wanted .")
        }
        lines.append(
            "  FILTER(?n >= \(fameAtLeast)" + (fameBelow.map { " && ?n < \($0)" } ?? "") + ")"
        )
        let birth =
            "?item p:P569/psv:P569 [ wikibase:timeValue ?birth ; wikibase:timePrecision ?precision ]"
        if let born {
            lines.append("  \(birth) .")
            lines.append(
                "  FILTER(YEAR(?birth) >= \(born.lowerBound) && YEAR(?birth) <= \(born.upperBound))"
            )
        } else {
            lines.append("  OPTIONAL { \(birth) }")
        }
        lines.append("  OPTIONAL { ?item wdt:P21 ?gender } OPTIONAL { ?item wdt:P27 ?country }")
        lines.append("  OPTIONAL { ?item wdt:P345 ?imdb }")
        if living { lines.append("  FILTER NOT EXISTS { ?item wdt:P570 [] }") }
        lines.append("} LIMIT \(Self.rowsMax)")
        return lines.joined(separator: "\n")
    }

    /// Two halves by fame; `nil` when it cannot be divided further.
    public var halves: (PeopleQuery, PeopleQuery)? {
        let middle: Int
        if let below = fameBelow {
            guard below - fameAtLeast > 1 else { return nil }
            middle = fameAtLeast + (below - fameAtLeast) / 2
        } else {
            // Fame is distributed like a power law: doubling halves it.
            guard fameAtLeast < 10_000 else { return nil }
            middle = max(1, fameAtLeast) * 2
        }
        var (low, high) = (self, self)
        low.fameBelow = middle
        high.fameAtLeast = middle
        return (low, high)
    }

    private static func values(_ items: [String]) -> String {
        // Only ids get into the text.
        items.compactMap { ItemID($0) }.map { "wd:\($0)" }.joined(separator: " ")
    }
}
