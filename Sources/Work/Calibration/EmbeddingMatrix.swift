public import FaceTypes

/// Embeddings of one dimension, one a row, laid out for fast pairwise similarities.
public struct EmbeddingMatrix: Sendable {
    /// Components of a row.
    public let dimension: Int

    /// Rows.
    public private(set) var count = 0

    /// Groups of four components a row takes; the last is padded with zeros.
    let lanes: Int

    /// The rows, `lanes` groups each.
    var groups: [SIMD4<Float>] = []

    /// Makes an empty matrix.
    ///
    /// - Precondition: the dimension is positive.
    public init(dimension: Int) {
        precondition(dimension > 0)
        self.dimension = dimension
        self.lanes = (dimension + 3) / 4
    }

    /// Makes a matrix of these rows.
    ///
    /// - Precondition: all have the given dimension.
    public init(dimension: Int, rows: some Sequence<Embedding>) {
        self.init(dimension: dimension)
        for row in rows { append(row) }
    }

    /// Adds a row at the end.
    ///
    /// - Precondition: it has the matrix's dimension.
    public mutating func append(_ embedding: Embedding) {
        precondition(embedding.dimension == dimension)
        embedding.values.withUnsafeBufferPointer { values in
            for lane in 0..<lanes {
                var group = SIMD4<Float>.zero
                for part in 0..<min(4, dimension - lane * 4) {
                    group[part] = values[lane * 4 + part]
                }
                groups.append(group)
            }
        }
        count += 1
    }

    /// One row.
    ///
    /// - Precondition: `0 <= row < count`.
    public subscript(row: Int) -> Embedding {
        precondition(row >= 0 && row < count)
        var values: [Float] = []
        values.reserveCapacity(lanes * 4)
        for group in groups[row * lanes..<(row + 1) * lanes] {
            for part in 0..<4 { values.append(group[part]) }
        }
        return Embedding(unit: Array(values.prefix(dimension)))
    }
}
