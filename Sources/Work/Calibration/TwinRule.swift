/// When two people of a gallery are so alike that they are rather one person under two names.
///
/// Such a pair says nothing of how close strangers come, yet in a small gallery it would set the
/// same-person threshold alone. The mark is the similarity at which one gallery of this size in twenty
/// would hold a single pair of strangers: leaving pairs above it out of the best hits then takes next
/// to no true look-alike away, however large the gallery is. The rates are the pack's, on faces like
/// those it was measured on; where a gallery's strangers are closer to each other than that (drawn
/// people, one family, one kind of camera), the mark is as much higher.
public struct TwinRule: Sendable, Hashable {
    /// Pairs of strangers above the mark that a gallery is expected to hold.
    public static let strangerPairs = 0.05

    /// Neighbours looked at to find the first that is no twin.
    public static let neighborsMax = 4

    /// Share of a gallery's closest pairs at which its strangers are compared with the pack's: so many
    /// that a few people under two names do not move it.
    static let comparedShare = 0.01

    /// Fewest pairs beyond the compared similarity; of fewer nothing is concluded.
    static let comparedPairsMin = 10.0

    /// How much closer than the pack has it strangers may be before it counts, in steps from a rate of
    /// 1e-3 to 1e-4: the pack's rates are extrapolated there.
    static let slack: Float = 0.5

    /// The least similarity of a twin; infinite where no similarity tells twins from strangers.
    public let similarity: Float

    /// The rule for a gallery of so many people.
    ///
    /// - Parameter curve: the pack's rates; beyond its points they are extrapolated.
    /// - Parameter pairs: how close pairs of the gallery's own strangers are.
    public init(people: Int, curve: FalseMatchCurve, pairs: PairCalibration) {
        let all = Double(max(people, 2)) * Double(max(people, 2) - 1) / 2
        let raised = curve.raised(by: Self.excess(of: pairs, over: curve))
        similarity = raised?.similarity(atRate: Self.strangerPairs / all) ?? .infinity
    }

    /// How much closer the gallery's strangers are than the pack has it; at least 0.
    private static func excess(of pairs: PairCalibration, over curve: FalseMatchCurve) -> Float {
        let total = Double(pairs.pairs.count)
        guard total * comparedShare >= comparedPairsMin,
            let found = pairs.pairs.similarity(reachedBy: comparedShare)
        else { return 0 }
        let expected = curve.similarity(atRate: comparedShare)
        return max(0, found - expected - slack * (curve.fmr1e4 - curve.fmr1e3))
    }
}
