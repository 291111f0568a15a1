/// How two vectors are compared; greater is closer.
public enum VectorMetric: String, Sendable, Hashable, CaseIterable {
    /// The cosine of the angle, -1...1. Vectors are scaled to unit length when they come in.
    case cosine
    /// The inner product of the vectors as they are.
    case innerProduct
}

extension VectorMetric {
    /// Lengths an inner product takes, besides 0: products of two of them are far from the ends of
    /// single precision, whose error bounds hold there.
    public static let lengths = 1e-12...1e12

    /// Checks a vector and brings it into the form the index compares.
    ///
    /// Kept in double precision while scaling, so that a vector that already has unit length stays
    /// as it is within one rounding.
    func prepared(
        _ vector: [Float],
        dimension: Int
    ) throws(VectorIndexError) -> [Float] {
        guard vector.count == dimension else {
            throw .dimensionMismatch(expected: dimension, found: vector.count)
        }
        var squared = 0.0
        for value in vector { squared += Double(value) * Double(value) }
        guard squared.isFinite else {
            throw .notFinite(position: vector.firstIndex { !$0.isFinite } ?? 0)
        }
        guard self == .cosine else {
            let length = squared.squareRoot()
            guard length == 0 || Self.lengths.contains(length) else {
                throw .lengthOutOfRange(length: length, allowed: Self.lengths)
            }
            return vector
        }
        guard squared > 0 else { throw .zeroVector }
        let scale = 1 / squared.squareRoot()
        return vector.map { Float(Double($0) * scale) }
    }

    /// The same for the vector of a change.
    func prepared(
        _ change: VectorChange,
        dimension: Int
    ) throws(VectorIndexError) -> VectorChange {
        guard case .upsert(let id, let group, let vector) = change else { return change }
        if group == noGroup { throw .reservedGroup }
        let prepared = try prepared(vector, dimension: dimension)
        return .upsert(id: id, group: group, vector: prepared)
    }
}
