/// A face as a unit vector: the dot product of two is their similarity (cosine, greater is closer).
///
/// Embeddings of different packs must never be compared; a gallery is bound to one pack.
public struct Embedding: Sendable, Hashable {
    /// The components, 32-bit floats, Euclidean norm 1 within rounding.
    public let values: [Float]

    /// Takes components that already have unit length.
    public init(unit values: [Float]) {
        self.values = values
    }

    /// Scales a vector to unit length.
    ///
    /// - Returns: `nil` when the vector is empty, has a component that is not finite, or is zero.
    public init?(normalising values: [Float]) {
        var squared = 0.0
        for value in values { squared += Double(value) * Double(value) }
        guard squared.isFinite, squared > 0 else { return nil }
        let scale = 1 / squared.squareRoot()
        self.values = values.map { Float(Double($0) * scale) }
    }

    /// Number of components.
    public var dimension: Int { values.count }

    /// Cosine similarity, -1...1, greater is closer.
    ///
    /// - Precondition: both have the same dimension.
    public func similarity(to other: Embedding) -> Float {
        precondition(values.count == other.values.count)
        var sum: Float = 0
        for index in values.indices { sum += values[index] * other.values[index] }
        return sum
    }
}
