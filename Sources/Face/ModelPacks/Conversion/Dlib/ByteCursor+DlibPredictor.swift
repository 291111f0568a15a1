extension ByteCursor {
    /// dlib's `shape_predictor` (dlib/image_processing/shape_predictor.h): start shape, cascades of
    /// trees, and where each cascade looks.
    mutating func dlibPredictor() throws(ModelFileError) -> LandmarkPredictorModel {
        _ = try dlibExpect(1...1, "predictor version")
        let shape = try dlibColumn()
        guard !shape.isEmpty, shape.count.isMultiple(of: 2) else {
            throw .unexpected(
                expected: "an initial shape of points",
                found: "\(shape.count) numbers",
                offset: offset
            )
        }
        var arrays = LandmarkPredictorModel.Arrays(
            pointCount: shape.count / 2,
            initialShape: shape
        )
        try dlibForests(into: &arrays)
        try dlibAnchors(into: &arrays)
        try dlibOffsets(into: &arrays)
        return try LandmarkPredictorModel(checking: arrays)
    }

    private mutating func dlibForests(
        into arrays: inout LandmarkPredictorModel.Arrays
    ) throws(ModelFileError) {
        arrays.cascadeCount = try dlibExpect(1...ModelFileLimits.cascades, "cascades")
        for cascade in 0..<arrays.cascadeCount {
            let trees = try dlibExpect(1...ModelFileLimits.trees, "trees of a cascade")
            if cascade == 0 { arrays.treesPerCascade = trees }
            try requireSame(trees, arrays.treesPerCascade, "trees in every cascade")
            for tree in 0..<trees {
                try dlibTree(isFirst: cascade == 0 && tree == 0, into: &arrays)
            }
        }
    }

    private mutating func dlibTree(
        isFirst: Bool,
        into arrays: inout LandmarkPredictorModel.Arrays
    ) throws(ModelFileError) {
        let splits = try dlibCount(ofAtLeast: 8)
        if isFirst {
            arrays.depth = (splits + 1).trailingZeroBitCount
            try Self.check(arrays.depth, in: 1...ModelFileLimits.depth, "depth of a tree")
        }
        try requireSame(splits, (1 << arrays.depth) - 1, "splits in every tree")
        for _ in 0..<splits {
            let features = 0...ModelFileLimits.features
            arrays.firstFeatures.append(Int32(try dlibExpect(features, "feature")))
            arrays.secondFeatures.append(Int32(try dlibExpect(features, "feature")))
            arrays.splitThresholds.append(Float(try dlibFloat()))
        }
        let leaves = try dlibCount(ofAtLeast: 4)
        try requireSame(leaves, splits + 1, "leaves in every tree")
        for _ in 0..<leaves {
            let leaf = try dlibColumn()
            try requireSame(leaf.count, 2 * arrays.pointCount, "numbers in every leaf")
            arrays.leaves.append(contentsOf: leaf)
        }
    }

    private mutating func dlibAnchors(
        into arrays: inout LandmarkPredictorModel.Arrays
    ) throws(ModelFileError) {
        try requireSame(try dlibInteger(), arrays.cascadeCount, "anchor lists")
        for cascade in 0..<arrays.cascadeCount {
            let count = try dlibCount(ofAtLeast: 2)
            if cascade == 0 {
                try Self.check(count, in: 1...ModelFileLimits.features, "features of a cascade")
                arrays.featuresPerCascade = count
            }
            try requireSame(count, arrays.featuresPerCascade, "features in every cascade")
            for _ in 0..<count {
                arrays.anchors.append(Int32(try dlibExpect(0...ModelFileLimits.points, "anchor")))
            }
        }
    }

    private mutating func dlibOffsets(
        into arrays: inout LandmarkPredictorModel.Arrays
    ) throws(ModelFileError) {
        try requireSame(try dlibInteger(), arrays.cascadeCount, "offset lists")
        for _ in 0..<arrays.cascadeCount {
            let count = try dlibCount(ofAtLeast: 8)
            try requireSame(count, arrays.featuresPerCascade, "offsets in every cascade")
            arrays.offsets.append(contentsOf: try dlibFloats(2 * count).map { Float($0) })
        }
    }

    /// A matrix of one column; dlib writes both sizes negated.
    private mutating func dlibColumn() throws(ModelFileError) -> [Float] {
        let rows = -(try dlibInteger())
        let columns = -(try dlibInteger())
        try Self.check(rows, in: 1...2 * ModelFileLimits.points, "rows of a shape")
        try Self.check(columns, in: 1...1, "columns of a shape")
        return try dlibFloats(rows).map { Float($0) }
    }

    private func requireSame(
        _ found: Int,
        _ expected: Int,
        _ what: String
    ) throws(ModelFileError) {
        guard found == expected else {
            throw .unexpected(
                expected: "\(expected) \(what)",
                found: "\(found)",
                offset: offset
            )
        }
    }
}
