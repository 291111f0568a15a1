/// Queries made from an index's own rows, of the two kinds that will be asked.
///
/// Stored vectors have kin among the answers; mixtures of many vectors are as likely as they but kin
/// to none, so their answers crowd together.
struct SampleQueries {
    /// Vectors in a mixture.
    private static let mixtureSize = 48
    /// Rows looked at for a live one; of a segment at most a fifth is dead for long.
    private static let triesMax = 64

    let view: SegmentView

    /// A query, and the row it was taken from unless it is a mixture.
    func next(mixed: Bool, rows: Int, seed: inout UInt64) -> (vector: [Float], row: Int?) {
        let row = liveRow(rows, &seed)
        return mixed ? (mixture(rows: rows, seed: &seed), nil) : (vector(row), row)
    }

    /// A dead row may have lost its vector.
    private func liveRow(_ rows: Int, _ seed: inout UInt64) -> Int {
        var row = 0
        for _ in 0..<Self.triesMax {
            row = Int(splitMix(&seed) % UInt64(rows))
            if view.isLive(row) { break }
        }
        return row
    }

    private func vector(_ slot: Int) -> [Float] {
        Array(
            UnsafeBufferPointer(
                start: view.segment.vector(at: slot),
                count: view.segment.transform.dimension
            )
        )
    }

    private func mixture(rows: Int, seed: inout UInt64) -> [Float] {
        let transform = view.segment.transform
        func centre(_ i: Int) -> Float { transform.centre.isEmpty ? 0 : transform.centre[i] }
        var sum = [Float](repeating: 0, count: transform.dimension)
        for _ in 0..<Self.mixtureSize {
            let row = vector(liveRow(rows, &seed))
            let weight = Float(Int64(bitPattern: splitMix(&seed)) >> 40) / Float(1 << 23)
            for i in sum.indices { sum[i] += weight * (row[i] - centre(i)) }
        }
        let norm = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > 0 else { return vector(0) }
        return sum.indices.map { sum[$0] * (view.lengthMax / norm) + centre($0) }
    }
}
