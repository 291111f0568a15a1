/// A pack's own false match rates for one comparison of two strangers, measured once on LFW.
///
/// Between the three measured points, and beyond them, the logarithm of the rate is taken to fall
/// in straight lines.
public struct FalseMatchCurve: Sendable, Hashable, Codable {
    /// Similarity one stranger pair in 1,000 reaches.
    public let fmr1e3: Float

    /// Similarity one stranger pair in 10,000 reaches: what `compare` calls the same person.
    public let fmr1e4: Float

    /// Similarity one stranger pair in 100,000 reaches.
    public let fmr1e5: Float

    /// No extrapolation leaves less than this share of what lies between `fmr1e5` and 1: two photos
    /// of one moment still differ a little, on the scale of the pack.
    static let shareLeft: Float = 0.1

    /// Takes a pack's three thresholds.
    ///
    /// - Precondition: finite and increasing.
    public init(fmr1e3: Float, fmr1e4: Float, fmr1e5: Float) {
        precondition(fmr1e3 < fmr1e4 && fmr1e4 < fmr1e5 && fmr1e5 < 1)
        self.fmr1e3 = fmr1e3
        self.fmr1e4 = fmr1e4
        self.fmr1e5 = fmr1e5
    }

    /// The rates of faces that are closer to each other by so much; `nil` where that leaves no room
    /// below 1.
    func raised(by excess: Float) -> FalseMatchCurve? {
        guard fmr1e5 + excess < 1 else { return nil }
        return FalseMatchCurve(
            fmr1e3: fmr1e3 + excess,
            fmr1e4: fmr1e4 + excess,
            fmr1e5: fmr1e5 + excess
        )
    }

    /// The similarity that a stranger pair reaches at this rate.
    ///
    /// - Parameter rate: greater than 0, at most 1.
    public func similarity(atRate rate: Double) -> Float {
        let exponent = Float(-logarithm(max(rate, .leastNormalMagnitude)))
        let reached =
            exponent < 4
            ? fmr1e4 + (exponent - 4) * (fmr1e4 - fmr1e3)
            : fmr1e4 + (exponent - 4) * (fmr1e5 - fmr1e4)
        return min(reached, 1 - Self.shareLeft * (1 - fmr1e5))
    }

    /// The rate at which stranger pairs reach this similarity, held between 1e-3 and 1e-5, which is
    /// where the pack was measured.
    public func rate(atOrAbove similarity: Float) -> PairRate {
        if similarity < fmr1e3 { return PairRate(rate: 1e-3, bound: .atLeast) }
        if similarity > fmr1e5 { return PairRate(rate: 1e-5, bound: .atMost) }
        let exponent =
            similarity < fmr1e4
            ? 3 + (similarity - fmr1e3) / (fmr1e4 - fmr1e3)
            : 4 + (similarity - fmr1e4) / (fmr1e5 - fmr1e4)
        return PairRate(rate: power(10, -Double(exponent)), bound: .exact)
    }
}
