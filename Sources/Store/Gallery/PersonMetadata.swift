/// What is known of a person; every part may be missing, and nothing here is guessed from a face.
public struct PersonMetadata: Sendable, Hashable, Codable {
    /// As the source says: `female`, `male`, `nonbinary`, or other lower-case words.
    public var gender: String?

    /// Year of birth, Gregorian.
    public var birthYear: Int?

    /// Year of death; `nil` when living or unknown.
    public var deathYear: Int?

    /// Country, as the source names it.
    public var country: String?

    /// Occupations, lower case.
    public var occupations: [String]

    /// Fame: number of Wikipedia editions, or the source's own measure; greater is more famous.
    public var fame: Int?

    /// Makes metadata; all parts optional.
    public init(
        gender: String? = nil,
        birthYear: Int? = nil,
        deathYear: Int? = nil,
        country: String? = nil,
        occupations: [String] = [],
        fame: Int? = nil
    ) {
        self.gender = gender
        self.birthYear = birthYear
        self.deathYear = deathYear
        self.country = country
        self.occupations = occupations
        self.fame = fame
    }

    /// Years from birth to a year, 0 and below before it; `nil` when the birth is not known.
    ///
    /// Whatever a source says for a year, this does not overflow.
    public func age(in year: Int) -> Int? {
        guard let birthYear else { return nil }
        let (years, overflows) = year.subtractingReportingOverflow(birthYear)
        return overflows ? (birthYear < 0 ? .max : .min) : years
    }
}
