/// A row of IMDb's `name.basics.tsv`.
///
/// IMDb's data sets are for personal, non-commercial use only; whoever reads them acknowledges that
/// (`IMDbRow.acknowledgement`).
public struct IMDbRow: Sendable, Hashable {
    /// The line IMDb asks to be shown.
    public static let acknowledgement =
        "Information courtesy of IMDb (https://www.imdb.com). Used with permission; for personal "
        + "and non-commercial use only."

    /// The columns, in order.
    static let columns = [
        "nconst", "primaryName", "birthYear", "deathYear", "primaryProfession", "knownForTitles",
    ]

    /// Person id, such as `nm0000001`.
    public let id: String
    /// The name.
    public let name: String
    /// Year of birth.
    public let birthYear: Int?
    /// Year of death.
    public let deathYear: Int?
    /// At most three words such as `actor`.
    public let professions: [String]
    /// How many titles are listed, at most four.
    public let titles: Int

    /// Reads a row: tabs between, nothing quoted (a lone `"` is part of a name), `\N` for nothing.
    ///
    /// - Returns: `nil` when it is not a row of this file.
    public init?(line: String) {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == Self.columns.count, NameEntry.isIMDb(cells[0]), cells[1] != "\\N",
            !cells[1].isEmpty
        else { return nil }
        id = cells[0]
        name = cells[1]
        birthYear = Int(cells[2])
        deathYear = Int(cells[3])
        professions = Self.list(cells[4])
        titles = Self.list(cells[5]).count
    }

    private static func list(_ cell: String) -> [String] {
        cell == "\\N" ? [] : cell.split(separator: ",").map(String.init)
    }
}

/// Which rows of IMDb's file are wanted.
public struct IMDbFilter: Sendable, Hashable {
    /// Professions, one of which must be listed; empty allows all.
    public var professions: Set<String>
    /// Years of birth; `nil` allows all, otherwise people without one do not pass.
    public var born: ClosedRange<Int>?
    /// Only people without a year of death.
    public var living: Bool
    /// Least number of titles a person is known for, 0 to 4.
    public var titlesAtLeast: Int

    /// Makes a filter.
    public init(
        professions: Set<String> = [],
        born: ClosedRange<Int>? = nil,
        living: Bool = false,
        titlesAtLeast: Int = 1
    ) {
        self.professions = professions
        self.born = born
        self.living = living
        self.titlesAtLeast = titlesAtLeast
    }

    /// Whether a row passes.
    public func admits(_ row: IMDbRow) -> Bool {
        if !professions.isEmpty, professions.isDisjoint(with: row.professions) { return false }
        if let born, !(row.birthYear.map(born.contains) ?? false) { return false }
        if living, row.deathYear != nil { return false }
        return row.titles >= titlesAtLeast
    }
}
