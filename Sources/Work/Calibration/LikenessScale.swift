/// Everything needed to judge the hits of one search: a gallery's calibration under one filter, as of
/// today's number of people.
public struct LikenessScale: Sendable {
    /// Best hits under the filter.
    public let bestHits: BestHitCalibration

    /// Pairs of strangers of the whole gallery.
    public let pairs: PairCalibration

    /// The pack's 1:1 rates.
    public let curve: FalseMatchCurve

    /// Limits and shares.
    public let settings: CalibrationSettings

    /// People who pass the filter today.
    public let candidates: Int

    /// People of the whole gallery.
    public let entries: Int

    /// Whether a filter narrows the gallery; decides which reason a withheld score has.
    public let filtered: Bool

    /// From where a hit is probably the same person.
    public let samePerson: SamePersonThreshold

    /// The similarity from which a photo of a look-alike is said to agree: what half of all people's
    /// best look-alikes reach, or the pack's threshold at 1e-3 where nothing could be sampled.
    public let agreement: Float

    /// Joins the parts.
    ///
    /// - Parameter entries: people of the whole gallery; `nil` when all are candidates.
    /// - Parameter labelled: whether the gallery knows who is who. Where it does not, best hits are
    ///   faces below the pack's own threshold, and that threshold stands.
    public init(
        bestHits: BestHitCalibration,
        pairs: PairCalibration,
        curve: FalseMatchCurve,
        settings: CalibrationSettings,
        candidates: Int,
        entries: Int? = nil,
        filtered: Bool,
        labelled: Bool = true
    ) {
        self.bestHits = bestHits
        self.pairs = pairs
        self.curve = curve
        self.settings = settings
        self.candidates = candidates
        self.entries = entries ?? candidates
        self.filtered = filtered
        samePerson = SamePersonThreshold(
            bestHits: labelled ? bestHits : BestHitCalibration(candidates: 0),
            candidatesNow: candidates,
            curve: curve,
            strangersWithHit: settings.strangersWithHit
        )
        let half = candidates < settings.peopleForScore ? nil : bestHits.similarity(reachedBy: 0.5)
        agreement = min(half ?? curve.fmr1e3, samePerson.similarity)
    }

    /// What can be said about a hit of this similarity.
    ///
    /// The percentage is rounded down, so that it never claims more than was measured.
    public func score(of similarity: Float) -> LikenessScore {
        guard candidates >= settings.peopleForScore else {
            return .withheld(
                filtered
                    ? .filterTooNarrow(found: candidates, needed: settings.peopleForScore)
                    : .tooFewPeople(found: candidates, needed: settings.peopleForScore)
            )
        }
        guard let share = bestHits.shareBelow(similarity, candidatesNow: candidates) else {
            return .withheld(.notCalibrated)
        }
        let percent = min(99, max(0, Int(share * 100)))
        return .measured(percent: percent, word: LikenessWord(percent: percent))
    }

    /// How often two strangers of this gallery are at least this close; from the pack's own curve
    /// where the gallery is too small to have been counted.
    public func pairRate(of similarity: Float) -> PairRate {
        let counted = pairs.rate(atOrAbove: similarity)
        guard candidatesSuffice, let counted else { return curve.rate(atOrAbove: similarity) }
        return counted
    }

    /// Whether the gallery's own pairs are many enough to be quoted.
    private var candidatesSuffice: Bool { pairs.pairs.count >= UInt64(Self.pairsToQuote) }

    /// Fewest counted pairs for the gallery's own rate to be quoted: those of about 200 people.
    public static let pairsToQuote = 20_000
}
