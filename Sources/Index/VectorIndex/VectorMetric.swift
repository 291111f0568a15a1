/// How two vectors are compared; greater is closer.
public enum VectorMetric: String, Sendable, Hashable, CaseIterable {
    /// The cosine of the angle, -1...1. Vectors are scaled to unit length when they come in.
    case cosine
    /// The inner product of the vectors as they are.
    case innerProduct
}

extension VectorMetric {
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
        guard self == .cosine else { return vector }
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
