/// How close pairs of strangers are: two faces of one gallery that belong to different people.
///
/// Every photo counts, so somebody with many photos weighs more, as they do in a search.
public struct PairCalibration: Sendable, Hashable {
    /// Fewest pairs beyond a similarity that still make a rate; 25 pairs have a standard error of
    /// 20 %, fewer would not hold the promised factor of 1.25.
    public static let pairsForRate = 25.0

    /// Similarities of the counted pairs.
    public internal(set) var pairs = SimilarityHistogram()

    /// Faces whose pairs were counted.
    public internal(set) var faces = 0

    /// Makes an empty calibration.
    public init() {}

    /// How often two strangers are at least this close.
    ///
    /// - Returns: `nil` when fewer than `pairsForRate` pairs were counted in all.
    public func rate(atOrAbove similarity: Float) -> PairRate? {
        let total = Double(pairs.count)
        guard total >= Self.pairsForRate else { return nil }
        let seen = pairs.countAtOrAbove(similarity)
        if seen < Self.pairsForRate {
            return PairRate(rate: Self.pairsForRate / total, bound: .atMost)
        }
        return PairRate(rate: seen / total, bound: .exact)
    }
}
