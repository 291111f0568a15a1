/// A run of rows of a flat index.
///
/// A row is written once, before a snapshot that counts it is published, and never again: readers
/// of older snapshots do not look at it, so nobody waits for anybody.
final class FlatChunk: Sendable {
    /// Rows a chunk holds.
    static let rowsMax = 1_024

    let vectors: AlignedMemory<Float>
    let ids: AlignedMemory<UInt64>
    let groups: AlignedMemory<UInt64>
    private let dimension: Int

    init(dimension: Int) {
        self.dimension = dimension
        vectors = AlignedMemory(count: dimension * Self.rowsMax)
        ids = AlignedMemory(count: Self.rowsMax)
        groups = AlignedMemory(count: Self.rowsMax)
    }

    func write(row: Int, id: UInt64, group: UInt64, vector: UnsafePointer<Float>) {
        (vectors.start + row * dimension).update(from: vector, count: dimension)
        ids.start[row] = id
        groups.start[row] = group
    }

    func vector(row: Int) -> UnsafePointer<Float> {
        UnsafePointer(vectors.start + row * dimension)
    }

    func match(row: Int, similarity: Float) -> VectorMatch {
        let group = groups.start[row]
        return VectorMatch(
            id: ids.start[row],
            group: group == noGroup ? nil : group,
            similarity: similarity
        )
    }
}
