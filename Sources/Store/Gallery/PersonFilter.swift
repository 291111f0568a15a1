/// Which people may answer; every part that is given must hold, and a person of whom the part is
/// unknown does not pass it.
public struct PersonFilter: Sendable, Hashable, Codable {
    /// Allowed genders, as in `PersonMetadata.gender`; empty allows all.
    public var genders: Set<String>

    /// Years of birth there may be; a filter that reaches an end of them is open there.
    public static let bornYears = -10_000...10_000

    /// Allowed years of birth.
    public var born: ClosedRange<Int>?

    /// Allowed countries, compared without case; empty allows all.
    public var countries: Set<String>

    /// Allowed occupations, compared without case; one in common is enough; empty allows all.
    public var occupations: Set<String>

    /// Least fame.
    public var fameAtLeast: Int?

    /// `true`: only people without a year of death; `false`: only with one.
    public var living: Bool?

    /// Makes a filter; without arguments everybody passes.
    public init(
        genders: Set<String> = [],
        born: ClosedRange<Int>? = nil,
        countries: Set<String> = [],
        occupations: Set<String> = [],
        fameAtLeast: Int? = nil,
        living: Bool? = nil
    ) {
        self.genders = genders
        self.born = born
        self.countries = countries
        self.occupations = occupations
        self.fameAtLeast = fameAtLeast
        self.living = living
    }

    /// Whether everybody passes.
    public var isEmpty: Bool { self == PersonFilter() }
}
