extension LandmarkPredictorModel {
    /// The model while a reader is still filling it.
    struct Arrays {
        var pointCount = 0
        var cascadeCount = 0
        var treesPerCascade = 0
        var depth = 0
        var featuresPerCascade = 0
        var initialShape: [Float] = []
        var anchors: [Int32] = []
        var offsets: [Float] = []
        var firstFeatures: [Int32] = []
        var secondFeatures: [Int32] = []
        var splitThresholds: [Float] = []
        var leaves: [Float] = []
    }

    /// Takes arrays whose sizes agree and whose indices and numbers an evaluator can rely on.
    init(checking arrays: Arrays) throws(ModelFileError) {
        let trees = arrays.cascadeCount * arrays.treesPerCascade
        let splits = trees * ((1 << arrays.depth) - 1)
        let features = arrays.cascadeCount * arrays.featuresPerCascade
        let sizes = [
            (arrays.initialShape.count, 2 * arrays.pointCount), (arrays.anchors.count, features),
            (arrays.offsets.count, 2 * features), (arrays.firstFeatures.count, splits),
            (arrays.secondFeatures.count, splits), (arrays.splitThresholds.count, splits),
            (arrays.leaves.count, trees * (1 << arrays.depth) * 2 * arrays.pointCount),
        ]
        for (found, expected) in sizes where found != expected {
            throw .unexpected(expected: "\(expected) numbers", found: "\(found)", offset: 0)
        }
        try Self.checkIndices(arrays.anchors, below: arrays.pointCount, "anchor")
        try Self.checkIndices(arrays.firstFeatures, below: arrays.featuresPerCascade, "feature")
        try Self.checkIndices(arrays.secondFeatures, below: arrays.featuresPerCascade, "feature")
        for list in [
            arrays.initialShape, arrays.offsets, arrays.splitThresholds, arrays.leaves,
        ] where !list.allSatisfy(\.isFinite) {
            throw .unexpected(expected: "finite numbers", found: "an infinity", offset: 0)
        }
        self.pointCount = arrays.pointCount
        self.cascadeCount = arrays.cascadeCount
        self.treesPerCascade = arrays.treesPerCascade
        self.depth = arrays.depth
        self.featuresPerCascade = arrays.featuresPerCascade
        self.initialShape = arrays.initialShape
        self.anchors = arrays.anchors
        self.offsets = arrays.offsets
        self.firstFeatures = arrays.firstFeatures
        self.secondFeatures = arrays.secondFeatures
        self.splitThresholds = arrays.splitThresholds
        self.leaves = arrays.leaves
    }

    private static func checkIndices(
        _ indices: [Int32],
        below limit: Int,
        _ what: String
    ) throws(ModelFileError) {
        for index in indices where index < 0 || Int(index) >= limit {
            throw .outOfRange(what: what, found: Int(index), allowed: 0...limit - 1)
        }
    }
}
