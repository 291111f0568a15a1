/// What a search of a flat index looks at: the rows that were there when it began.
struct FlatSnapshot: Sendable {
    let dimension: Int
    var chunks: [FlatChunk] = []
    var live = Bitmap()
    var liveCount = 0

    init(dimension: Int) {
        self.dimension = dimension
    }

    /// Offers every live row that `admits` admits, by exact inner product.
    func search(
        query: [Float],
        admitting admits: (VectorMatch) -> Bool,
        kernels: Kernels,
        into top: inout TopMatches
    ) {
        let products = UnsafeMutablePointer<Float>.allocate(capacity: FlatChunk.rowsMax)
        defer { products.deallocate() }
        query.withUnsafeBufferPointer { query in
            guard let query = query.baseAddress else { return }
            for index in chunks.indices {
                let count = min(FlatChunk.rowsMax, live.count - index * FlatChunk.rowsMax)
                kernels.f32Rows(
                    query: query,
                    rows: chunks[index].vectors.start,
                    stride: dimension,
                    count: count,
                    dimension: dimension,
                    products: products
                )
                offer(index, UnsafeBufferPointer(start: products, count: count), admits, &top)
            }
        }
    }

    private func offer(
        _ index: Int,
        _ products: UnsafeBufferPointer<Float>,
        _ admits: (VectorMatch) -> Bool,
        _ top: inout TopMatches
    ) {
        var threshold = top.threshold
        for row in products.indices where products[row] >= threshold {
            guard live[index * FlatChunk.rowsMax + row] else { continue }
            let match = chunks[index].match(row: row, similarity: products[row])
            guard admits(match) else { continue }
            top.offer(match)
            threshold = top.threshold
        }
    }
}
