import Testing
import VectorIndex

/// Recall where lengths, limits and magnitudes are unusual.
@Suite struct RecallTests {
    /// Lengths of which a few are long, and such as spread over many sizes.
    private static let lengths: [@Sendable (inout SeededRandom, Int) -> Float] = [
        { $1 % 100 == 0 ? 20 : 0.5 + $0.unit() },
        { random, _ in
            (0..<6).reduce(Float(0.02)) { length, _ in length * (0.5 + 3 * random.unit()) }
        },
    ]

    @Test(arguments: [0, 1], [0.9, 0.99])
    func `inner products of unequal lengths reach the recall asked for`(
        kind: Int,
        asked: Double
    ) throws {
        let faces = FaceLikeVectors(count: 9_000, dimension: 64, queries: 300, seed: 91)
        var random = SeededRandom(seed: 92)
        let index = VectorIndex(dimension: 64, metric: .innerProduct)
        try index.apply(
            faces.vectors.indices.map { row in
                .upsert(
                    id: UInt64(row),
                    group: nil,
                    vector: scaled(faces.vectors[row], to: Self.lengths[kind](&random, row))
                )
            }
        )
        try index.compact()
        var hits = 0
        for query in faces.queries {
            let exact = try index.nearest(to: query, limit: 10, recall: 1)
            let found = try index.nearest(to: query, limit: 10, recall: asked)
            hits += Set(exact.map(\.id)).intersection(found.map(\.id)).count
        }
        #expect(Double(hits) / 3_000 >= asked - 0.015)
    }

    @Test(arguments: [1_025, 3_000, 6_000, 7_000, .max], [false, true])
    func `great limits give what a plain comparison gives`(limit: Int, grouped: Bool) throws {
        let faces = FaceLikeVectors(count: 6_000, dimension: 24, queries: 4, seed: 93)
        let index = VectorIndex(dimension: 24)
        try index.apply(
            faces.vectors.indices.map {
                .upsert(id: UInt64($0), group: faces.groups[$0], vector: faces.vectors[$0])
            }
        )
        try index.compact()
        let stored = IndexDirectory(index.snapshot())
        for query in faces.queries {
            let found =
                grouped
                ? try index.nearestGroups(to: query, limit: limit, recall: 1)
                : try index.nearest(to: query, limit: limit, recall: 1)
            let asked = try index.nearest(to: query, limit: limit, recall: 0.9)
            #expect(asked.count == min(limit, 6_000))
            let people = Set(faces.groups).count
            #expect(found.count == min(limit, grouped ? people : 6_000))
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.similarity >= $1.similarity })
            #expect(Set(found.map(\.id)).count == found.count)
            if grouped { #expect(Set(found.map(\.group)).count == found.count) }
            let least = try #require(found.last).similarity
            let query = scaled(query, to: 1)
            var better = 0
            for id in stored.ids {
                let vector = try #require(stored.entry(of: id)).vector
                let product = zip(query, vector).reduce(Float(0)) { $0 + $1.0 * $1.1 }
                if product > least + 1e-5 { better += 1 }
            }
            if !grouped { #expect(better <= found.count) }
        }
    }

    @Test func `an empty index answers nothing, whatever is asked`() throws {
        let index = VectorIndex(dimension: 16)
        var random = SeededRandom(seed: 94)
        #expect(try index.nearest(to: random.vector(16), limit: .max).isEmpty)
        #expect(try index.nearestGroups(to: random.vector(16), limit: 1, recall: 1).isEmpty)
    }

    @Test(arguments: [1e-14, 1e-20, 1e14, 1e18] as [Float])
    func `lengths that single precision cannot multiply are refused`(length: Float) throws {
        var random = SeededRandom(seed: 95)
        let index = VectorIndex(dimension: 16, metric: .innerProduct)
        let vector = scaled(random.vector(16), to: 1).map { $0 * length }
        #expect(throws: VectorIndexError.self) { try index.upsert(id: 1, vector: vector) }
        #expect(throws: VectorIndexError.self) { _ = try index.nearest(to: vector, limit: 1) }
        #expect(index.count == 0)
        // A direction is all that counts here.
        let angles = VectorIndex(dimension: 16)
        try angles.upsert(id: 1, vector: vector)
        #expect(try angles.nearest(to: vector, limit: 1).map(\.id) == [1])
    }

    @Test func `the self-check does not count a stored vector that finds itself`() throws {
        let faces = FaceLikeVectors(count: 5_000, dimension: 64, queries: 1, seed: 96)
        let index = VectorIndex(dimension: 64)
        try index.apply(
            faces.vectors.indices.map {
                .upsert(id: UInt64($0), group: nil, vector: faces.vectors[$0])
            }
        )
        try index.compact()
        let report = try #require(index.snapshot().checkRecall(asked: 0.05, limit: 1, queries: 200))
        // At so low a recall some neighbours are missed; the vector itself never is.
        #expect(report.reachedByStored < 1)
    }
}
