/// Similarities at which one comparison of two strangers goes wrong at a known rate (1:1, LFW).
public struct MatchThresholds: Sendable, Hashable, Codable {
    /// One false match in 1,000 stranger pairs.
    public var fmr1e3: Float

    /// One in 10,000: what `compare` calls the same person.
    public var fmr1e4: Float

    /// One in 100,000.
    public var fmr1e5: Float

    /// Names the three thresholds.
    public init(fmr1e3: Float, fmr1e4: Float, fmr1e5: Float) {
        self.fmr1e3 = fmr1e3
        self.fmr1e4 = fmr1e4
        self.fmr1e5 = fmr1e5
    }
}
