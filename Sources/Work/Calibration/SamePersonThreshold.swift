/// The similarity from which a hit stands on the shelf "probably the same person", and why there.
public struct SamePersonThreshold: Sendable, Hashable {
    /// What the similarity was derived from.
    public enum Basis: String, Sendable, Hashable, Codable {
        /// Strangers' best hits in this gallery under this filter.
        case bestHits
        /// As before, but so few people were sampled that the greatest best hit had to do.
        case greatestBestHit
        /// The pack's 1:1 threshold at a false match rate of 1e-4, below which it never goes.
        case packFloor
        /// The pack's 1:1 curve at the rate so many candidates allow: nothing here could be sampled.
        case packCurve
    }

    /// The least similarity of the shelf.
    public let similarity: Float

    /// What it was derived from.
    public let basis: Basis

    /// Share of strangers that may get a hit by the setting.
    public let strangersWithHit: Double

    /// People whose best hits it rests on.
    public let sampled: Int

    /// Decides it.
    ///
    /// The threshold is an order statistic of the sampled best hits: rank `k` of `n` from the top is
    /// passed by a further stranger with a probability of at most `k / (n + 1)`, whatever the
    /// distribution. It holds for everybody and, where at least `1 / strangersWithHit` people were
    /// sampled who pass the filter themselves, for those too: the greater of the two counts.
    /// - Parameter bestHits: best hits in this gallery under this filter.
    /// - Parameter candidatesNow: people who pass the filter today.
    /// - Parameter curve: the pack's 1:1 rates.
    /// - Parameter strangersWithHit: the setting, 0...1.
    public init(
        bestHits: BestHitCalibration,
        candidatesNow: Int,
        curve: FalseMatchCurve,
        strangersWithHit: Double
    ) {
        let everybody = bestHits.everybody
        self.strangersWithHit = strangersWithHit
        sampled = Int(everybody.count)
        guard everybody.count > 0, bestHits.candidates > 0, candidatesNow > 0 else {
            let rate = strangersWithHit / Double(max(1, candidatesNow))
            let reached = curve.similarity(atRate: rate)
            similarity = max(reached, curve.fmr1e4)
            basis = reached > curve.fmr1e4 ? .packCurve : .packFloor
            return
        }
        // More candidates than were sampled against give a stranger more tries.
        let growth = Double(candidatesNow) / Double(bestHits.candidates)
        let share = 1 - power(1 - strangersWithHit, 1 / growth)
        var (reached, basis) = Self.decide(everybody, share: share)
        if let inside = Self.rank(of: share, among: bestHits.insiders.count) {
            reached = max(reached, bestHits.insiders.edgeAbove(rank: inside))
        }
        if reached < curve.fmr1e4 {
            reached = curve.fmr1e4
            basis = .packFloor
        }
        self.similarity = reached
        self.basis = basis
    }

    private static func decide(
        _ hits: SimilarityHistogram,
        share: Double
    ) -> (similarity: Float, basis: Basis) {
        guard let rank = rank(of: share, among: hits.count) else {
            return (hits.edgeAbove(rank: 1), .greatestBestHit)
        }
        return (hits.edgeAbove(rank: rank), .bestHits)
    }

    /// The rank from the top that this share allows, or `nil` when the sample is too small for it.
    private static func rank(of share: Double, among count: UInt64) -> UInt64? {
        let rank = UInt64(share * Double(count + 1))
        return rank >= 1 ? min(rank, count) : nil
    }
}
