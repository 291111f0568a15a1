import Testing
import VectorIndex

@Suite struct GraphTests {
    private func filled(_ faces: FaceLikeVectors, threads: Int = 2) throws -> VectorIndex {
        let index = VectorIndex(dimension: faces.vectors[0].count)
        try index.apply(
            faces.vectors.indices.map {
                .upsert(id: UInt64($0), group: faces.groups[$0], vector: faces.vectors[$0])
            }
        )
        try index.compact()
        #expect(try index.buildGraphs(rowsMin: 2, threads: threads))
        return index
    }

    private func recall(
        _ index: VectorIndex,
        _ faces: FaceLikeVectors,
        asked: Double,
        filter: VectorFilter? = nil
    ) throws -> Double {
        var hits = 0
        var wanted = 0
        for query in faces.queries {
            let exact = try index.nearest(to: query, limit: 10, recall: 1, filter: filter)
            let found = try index.nearest(
                to: query,
                limit: 10,
                recall: asked,
                filter: filter,
                engine: .graph
            )
            hits += Set(exact.map(\.id)).intersection(found.map(\.id)).count
            wanted += exact.count
        }
        return Double(hits) / Double(wanted)
    }

    @Test(arguments: [(64, Float(0)), (300, 0), (128, 2)])
    func `a walk finds what was asked for, after removals and under a filter too`(
        shape: (dimension: Int, centre: Float)
    ) throws {
        let faces = FaceLikeVectors(
            count: 8_000,
            dimension: shape.dimension,
            queries: 150,
            seed: 51,
            centreLength: shape.centre
        )
        let index = try filled(faces)
        #expect(try recall(index, faces, asked: 0.9) >= 0.87)
        #expect(try recall(index, faces, asked: 0.98) >= 0.96)
        let most = VectorFilter { id, _ in id % 10 < 7 }
        #expect(try recall(index, faces, asked: 0.95, filter: most) >= 0.92)
        try index.apply((0..<1_000).map { .remove(id: $0 * 7) })
        #expect(try recall(index, faces, asked: 0.95) >= 0.92)
        let found = try index.nearest(to: faces.queries[0], limit: 50, engine: .graph)
        #expect(found.allSatisfy { $0.id >= 7_000 || $0.id % 7 != 0 })
    }

    @Test func `the graph is the same for any number of threads`() throws {
        let faces = FaceLikeVectors(count: 3_000, dimension: 64, queries: 60, seed: 52)
        let one = try filled(faces, threads: 1)
        let three = try filled(faces, threads: 3)
        #expect(one.snapshot().graphLinks == three.snapshot().graphLinks)
        #expect(one.snapshot().graphLinks[0].count == 3_000 * 33)
    }

    @Test func `many equal vectors do not break the graph`() throws {
        let index = VectorIndex(dimension: 16)
        var random = SeededRandom(seed: 53)
        let same = random.vector(16)
        try index.apply(
            (0..<2_000).map {
                .upsert(id: $0, group: nil, vector: $0 < 1_500 ? same : random.vector(16))
            }
        )
        try index.compact()
        try index.buildGraphs(rowsMin: 2)
        let found = try index.nearest(to: same, limit: 10, recall: 0.9, engine: .graph)
        #expect(found.allSatisfy { $0.similarity > 0.999 })
        #expect(found.count == 10)
    }

    @Test func `a torn graph is dropped and the scan serves`() throws {
        let faces = FaceLikeVectors(count: 2_000, dimension: 32, queries: 10, seed: 54)
        let files = SimulatedFileSystem()
        func open(_ files: SimulatedFileSystem) throws -> VectorIndex {
            try VectorIndex(files: files, dimension: 32, metric: .cosine, durability: .durable)
        }
        let index = try open(files)
        try index.apply(
            faces.vectors.indices.map {
                .upsert(id: UInt64($0), group: nil, vector: faces.vectors[$0])
            }
        )
        try index.compact()
        try index.buildGraphs(rowsMin: 2)
        let healthy = files.files
        let name = try #require(healthy.keys.first { $0.hasPrefix("graph-") })
        #expect(try open(SimulatedFileSystem(files: healthy)).snapshot().graphLinks.count == 1)
        var damaged = healthy
        let size = healthy[name]?.count ?? 0
        damaged[name]?[size - 4 * 2_000 - 100] ^= 4
        let left = SimulatedFileSystem(files: damaged)
        #expect(try VectorIndex.problems(in: left).count == 1)
        let again = try open(left)
        #expect(again.snapshot().graphLinks.isEmpty)
        let expected = try index.nearest(to: faces.queries[0], limit: 10, recall: 1)
        #expect(try again.nearest(to: faces.queries[0], limit: 10, recall: 1) == expected)
        #expect(try again.buildGraphs(rowsMin: 2))
        #expect(try VectorIndex.problems(in: left) == [])
        for position in stride(from: 0, to: size, by: 997) {
            var flipped = healthy
            flipped[name]?[position] ^= 1
            #expect(try VectorIndex.problems(in: SimulatedFileSystem(files: flipped)).count == 1)
        }
    }
}
