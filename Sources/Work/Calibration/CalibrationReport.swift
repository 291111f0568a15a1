/// How well calibration keeps its promises on people it has not seen; keys are stable.
public struct CalibrationReport: Sendable, Hashable, Codable {
    /// What one shown percentage meant for held-out strangers.
    public struct Shown: Sendable, Hashable, Codable {
        /// The shown percentage; 1...99.
        public var percent: Int
        /// Percent of strangers whose best hit is shown as this or more.
        public var strangersAtOrAbove: Double
        /// `strangersAtOrAbove - (100 - percent)`, in points.
        public var difference: Double
    }

    /// What the pair calibration says at a rate known exactly.
    public struct PairCheck: Sendable, Hashable, Codable {
        /// The exact share of all stranger pairs that reach the similarity.
        public var exact: Double
        /// The similarity.
        public var similarity: Float
        /// The share the sampled calibration gives.
        public var estimated: Double
        /// The greater of both over the smaller.
        public var factor: Double
    }

    /// People and faces the audit was given.
    public var people = 0
    /// Faces the audit was given.
    public var faces = 0
    /// Halves that served as gallery, one after another.
    public var galleries = 0
    /// People in each of them, on average.
    public var galleryPeople = 0.0
    /// Strangers asked, over all galleries.
    public var strangers = 0
    /// Each shown percentage from 1 to 99.
    public var shown: [Shown] = []
    /// Greatest absolute difference over all percentages, in points.
    public var worstShownDifference = 0.0
    /// Mean threshold of the same-person shelf.
    public var samePersonSimilarity: Float = 0
    /// Share of strangers with a hit on the same-person shelf (FPIR).
    public var falsePositiveRate = 0.0
    /// The same, were the shelf's threshold the pack's at a 1:1 false match rate of 1e-4.
    public var falsePositiveRateAtPackThreshold = 0.0
    /// Enrolled people with another photo who asked for themselves, over all galleries.
    public var mates = 0
    /// Share of them that the same-person shelf missed (FNIR).
    public var falseNegativeRate = 0.0
    /// Pair rates at 1e-2, 1e-3, 1e-4 and 1e-5.
    public var pairs: [PairCheck] = []

    /// Makes an empty report.
    public init() {}
}
