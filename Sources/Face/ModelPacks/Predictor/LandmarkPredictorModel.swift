/// dlib's shape predictor as flat arrays: cascades of regression trees over pixel differences
/// (Kazemi and Sullivan, "One Millisecond Face Alignment with an Ensemble of Regression Trees",
/// 2014).
///
/// Evaluating it is the pipeline's work; this is the data alone, read from `.dat` or from the
/// compact file a pack holds. Every index in it has been checked when it was read, so an evaluator
/// may rely on them.
public struct LandmarkPredictorModel: Sendable, Hashable {
    /// Points it predicts; 5 for the predictor packs use.
    public let pointCount: Int

    /// Rounds of refinement; 15.
    public let cascadeCount: Int

    /// Trees in each round; 500.
    public let treesPerCascade: Int

    /// Levels of each complete binary tree; 4, so 15 splits and 16 leaves.
    public let depth: Int

    /// Pixels looked at in each round; 800.
    public let featuresPerCascade: Int

    /// Where the points start, x then y of each, in the unit square of the face box;
    /// 2 x `pointCount` numbers.
    public let initialShape: [Float]

    /// The point each looked-at pixel lies near, 0..<`pointCount`; [cascade][feature].
    public let anchors: [Int32]

    /// Offset of each looked-at pixel from its point in the initial shape's frame, x then y;
    /// [cascade][feature][2].
    public let offsets: [Float]

    /// First pixel each split compares, 0..<`featuresPerCascade`; [cascade][tree][split].
    public let firstFeatures: [Int32]

    /// Second pixel each split compares; [cascade][tree][split].
    public let secondFeatures: [Int32]

    /// From split k go to 2k + 1 when first - second > threshold, else to 2k + 2;
    /// [cascade][tree][split].
    public let splitThresholds: [Float]

    /// What the reached leaf adds to the shape; [cascade][tree][leaf][2 x `pointCount`].
    public let leaves: [Float]

    /// Splits of one tree.
    public var splitsPerTree: Int { (1 << depth) - 1 }

    /// Leaves of one tree.
    public var leavesPerTree: Int { 1 << depth }
}
