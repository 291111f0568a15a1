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

    /// Years of age from which somebody counts as grown up.
    public static let ageOfMajority = 18

    /// Whether a photo shows somebody known to be under 18 on it, by the calendar's years.
    ///
    /// Nobody is older on a photo than in its year, at their death, or now; a year that is not known
    /// says nothing. Somebody whose birth is not known is no minor.
    /// - Parameters:
    ///   - photoYear: in which it was taken; `nil` when that is not known.
    ///   - now: the year that counts as now.
    public func isMinor(onPhotoOf photoYear: Int?, now: Int) -> Bool {
        let last = min(now, photoYear ?? now, deathYear ?? now)
        return age(in: last).map { $0 < Self.ageOfMajority } ?? false
    }
}
