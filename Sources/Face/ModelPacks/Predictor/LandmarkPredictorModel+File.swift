import FaceTypes
import Hashing

/// The compact file a pack holds, little-endian throughout:
///
///     8 bytes   "SMBLMARK"
///     6 x u32   version (1), points, cascades, trees a cascade, depth, features a cascade
///     f32       initial shape
///     i16       anchors, then first and second features
///     f32       offsets, split thresholds, leaves
///     32 bytes  SHA-256 of everything before
extension LandmarkPredictorModel {
    private static let magic = Array("SMBLMARK".utf8)
    private static let version: UInt32 = 1
    private static let digestSize = 32

    /// Reads the compact file of a pack.
    ///
    /// - Throws: `ModelFileError` when the bytes are damaged, cut short or of another version.
    public init(bytes: [UInt8]) throws(ModelFileError) {
        var cursor = ByteCursor(bytes)
        guard Array(try cursor.take(Self.magic.count)) == Self.magic else {
            throw .unexpected(expected: "a landmark predictor", found: "another file", offset: 0)
        }
        let sizes = try Self.readSizes(&cursor)
        let body = bytes.count - Self.digestSize
        guard body > 0, sha256(Array(bytes[0..<body])).bytes == Array(bytes[body...]) else {
            throw .unexpected(expected: "the file's own checksum", found: "another", offset: body)
        }
        let arrays = try Self.readArrays(sizes, &cursor)
        _ = try cursor.take(Self.digestSize)
        try cursor.requireEnd()
        try self.init(checking: arrays)
    }

    /// Writes what `init(bytes:)` reads; the same model always gives the same bytes.
    public func encoded() -> [UInt8] {
        var writer = LittleEndianWriter()
        writer.bytes = Self.magic
        writer.append(Self.version)
        for size in [pointCount, cascadeCount, treesPerCascade, depth, featuresPerCascade] {
            writer.append(UInt32(size))
        }
        writer.append(initialShape)
        for list in [anchors, firstFeatures, secondFeatures] {
            for index in list { writer.append(Int16(truncatingIfNeeded: index)) }
        }
        for list in [offsets, splitThresholds, leaves] { writer.append(list) }
        return writer.bytes + sha256(writer.bytes).bytes
    }

    private static func readSizes(_ cursor: inout ByteCursor) throws(ModelFileError) -> Arrays {
        let found = Int(try cursor.integer(UInt32.self))
        try ByteCursor.check(found, in: Int(version)...Int(version), "landmark file version")
        let limits = [
            ("points", ModelFileLimits.points), ("cascades", ModelFileLimits.cascades),
            ("trees", ModelFileLimits.trees), ("depth", ModelFileLimits.depth),
            ("features", ModelFileLimits.features),
        ]
        var sizes: [Int] = []
        for (what, limit) in limits {
            let size = Int(try cursor.integer(UInt32.self))
            try ByteCursor.check(size, in: 1...limit, what)
            sizes.append(size)
        }
        var arrays = Arrays()
        arrays.pointCount = sizes[0]
        arrays.cascadeCount = sizes[1]
        arrays.treesPerCascade = sizes[2]
        arrays.depth = sizes[3]
        arrays.featuresPerCascade = sizes[4]
        return arrays
    }

    private static func readArrays(
        _ sizes: Arrays,
        _ cursor: inout ByteCursor
    ) throws(ModelFileError) -> Arrays {
        var arrays = sizes
        let trees = sizes.cascadeCount * sizes.treesPerCascade
        let splits = trees * ((1 << sizes.depth) - 1)
        let features = sizes.cascadeCount * sizes.featuresPerCascade
        arrays.initialShape = try cursor.floats(2 * sizes.pointCount)
        arrays.anchors = try cursor.shortIndices(features)
        arrays.firstFeatures = try cursor.shortIndices(splits)
        arrays.secondFeatures = try cursor.shortIndices(splits)
        arrays.offsets = try cursor.floats(2 * features)
        arrays.splitThresholds = try cursor.floats(splits)
        arrays.leaves = try cursor.floats(trees * (1 << sizes.depth) * 2 * sizes.pointCount)
        return arrays
    }
}

extension ByteCursor {
    fileprivate mutating func shortIndices(_ count: Int) throws(ModelFileError) -> [Int32] {
        try require(2 * count)
        var indices: [Int32] = []
        indices.reserveCapacity(count)
        for _ in 0..<count { indices.append(Int32(try integer(Int16.self))) }
        return indices
    }
}
