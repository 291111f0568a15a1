/// A point in time as Wikidata keeps it.
public struct TimeValue: Sendable, Hashable {
    /// The year, Gregorian as written; before year 1 it is zero or less.
    public let year: Int
    /// How exactly it is known: 11 day, 10 month, 9 year, 8 decade, 7 century.
    public let precision: Int

    /// Reads `+1952-03-11T00:00:00Z`, `1955-03-19T00:00:00Z`, `+1952-00-00T00:00:00Z`,
    /// `-0043-00-00T00:00:00Z`, and years of any length.
    ///
    /// - Returns: `nil` when there is no year to be found.
    public init?(_ text: String, precision: Int) {
        var rest = Substring(text)
        var sign = 1
        if let first = rest.first, first == "+" || first == "-" {
            if first == "-" { sign = -1 }
            rest = rest.dropFirst()
        }
        guard let year = Int(rest.prefix { $0.isNumber }), rest.contains("-") || rest.count == 4
        else { return nil }
        self.year = sign * year
        self.precision = precision
    }

    /// The year, if it is known to the year.
    public var knownYear: Int? { precision >= 9 ? year : nil }
}
