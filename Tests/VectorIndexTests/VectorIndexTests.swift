import Testing
import VectorIndex

@Suite struct VectorIndexTests {
    @Test func `ten thousand answers at recall 1 equal exact search`() throws {
        let faces = FaceLikeVectors(count: 10_000, dimension: 300, queries: 10_000, seed: 21)
        let (index, flat) = try filled(faces)
        try index.compact()
        for query in faces.queries {
            let found = try index.nearest(to: query, limit: 10, recall: 1)
            let expected = try flat.nearest(to: query, limit: 10)
            guard found == expected else {
                #expect(found == expected)
                return
            }
        }
    }

    @Test(arguments: [0.9, 0.99], [(16, Float(0)), (128, 0), (512, 0), (128, 2.5)])
    func `the recall asked for is found`(
        asked: Double,
        shape: (dimension: Int, centre: Float)
    ) throws {
        let faces = FaceLikeVectors(
            count: 9_000,
            dimension: shape.dimension,
            queries: 300,
            seed: 22,
            centreLength: shape.centre
        )
        let (index, flat) = try filled(faces)
        try index.compact()
        #expect(try recall(of: index, flat, faces, limit: 10, asked: asked) >= asked - 0.015)
        #expect(try recall(of: index, flat, faces, limit: 1, asked: asked) >= asked - 0.03)
        #expect(try recall(of: index, flat, faces, limit: 100, asked: asked) >= asked - 0.015)
    }

    @Test func `vectors that are all alike are searched like others`() throws {
        // Every row comes within the margins, so that every step is full.
        var random = SeededRandom(seed: 28)
        let common = random.vector(64)
        let index = VectorIndex(dimension: 64)
        let flat = FlatIndex(dimension: 64)
        for id in 0..<40_000 as Range<UInt64> {
            let noise = random.vector(64)
            let vector = zip(common, noise).map { $0 + $1 * 1e-3 }
            try index.upsert(id: id, vector: vector)
            try flat.upsert(id: id, vector: vector)
        }
        try index.compact()
        for query in [common, random.vector(64)] {
            let found = try index.nearest(to: query, limit: 10, recall: 0.999)
            let expected = try flat.nearest(to: query, limit: 10)
            #expect(found.count == 10)
            let lowest = try #require(found.last).similarity
            #expect(lowest >= (try #require(expected.last).similarity) - 1e-3)
        }
    }

    @Test func `every kernel family gives the same answers`() throws {
        let faces = FaceLikeVectors(count: 5_000, dimension: 192, queries: 50, seed: 23)
        var answers: [[[UInt64]]] = []
        for name in Kernels.familyNames {
            guard let kernels = Kernels(family: name) else { continue }
            let index = VectorIndex(dimension: 192, metric: .cosine, kernels: kernels)
            try fill(index, faces)
            try index.compact()
            answers.append(
                try faces.queries.map {
                    try index.nearest(to: $0, limit: 20, recall: 0.95).map(\.id)
                }
            )
        }
        #expect(answers.count >= 2)
        for other in answers.dropFirst() { #expect(other == answers[0]) }
    }

    @Test(arguments: [1, 0.99]) func `groups answer by their best members`(asked: Double) throws {
        let faces = FaceLikeVectors(count: 8_000, dimension: 128, queries: 100, seed: 24)
        let (index, flat) = try filled(faces)
        try index.compact()
        var hits = 0
        for query in faces.queries {
            let found = try index.nearestGroups(to: query, limit: 20, recall: asked)
            let expected = try flat.nearestGroups(to: query, limit: 20)
            #expect(Set(found.compactMap(\.group)).count == found.count)
            if asked == 1 { #expect(found == expected) }
            hits += Set(found.map(\.group)).intersection(expected.map(\.group)).count
        }
        #expect(Double(hits) / Double(20 * faces.queries.count) >= asked - 0.01)
    }

    @Test(arguments: [1, 0.5, 0.1, 0.02, 0.001])
    func `a filter keeps its recall at every selectivity`(share: Double) throws {
        let faces = FaceLikeVectors(count: 12_000, dimension: 128, queries: 100, seed: 25)
        let (index, flat) = try filled(faces)
        try index.compact()
        // Whole identities are filtered away, the hard case.
        let filter = VectorFilter { _, group in
            ((group ?? 0) &* 0x9E37_79B9_7F4A_7C15) >> 11 < UInt64(share * Double(1 << 53))
        }
        var hits = 0
        var wanted = 0
        for query in faces.queries {
            let found = try index.nearest(to: query, limit: 10, recall: 0.99, filter: filter)
            let expected = try flat.nearest(to: query, limit: 10, filter: filter)
            #expect(found.allSatisfy { filter.admits(id: $0.id, group: $0.group) })
            hits += Set(found.map(\.id)).intersection(expected.map(\.id)).count
            wanted += expected.count
        }
        #expect(Double(hits) >= 0.975 * Double(wanted))
    }

    @Test func `the self-check agrees with what was asked`() throws {
        let faces = FaceLikeVectors(count: 6_000, dimension: 128, queries: 1, seed: 29)
        let (index, _) = try filled(faces)
        #expect(VectorIndex(dimension: 16).snapshot().checkRecall(asked: 0.9) == nil)
        try index.compact()
        let snapshot = index.snapshot()
        let report = try #require(snapshot.checkRecall(asked: 0.9, queries: 300))
        #expect(report.reached >= 0.88)
        #expect(report.reachedByMixtures >= 0.86)
        #expect(snapshot.checkRecall(asked: 1, queries: 20)?.reached == 1)
        let few = try #require(snapshot.checkRecall(asked: 0.3, queries: 300))
        #expect(few.reached < 0.97)
    }

    @Test func `statistics count what is there`() throws {
        let faces = FaceLikeVectors(count: 4_500, dimension: 100, queries: 1, seed: 30)
        let (index, _) = try filled(faces)
        try index.apply([.remove(id: 5), .upsert(id: 6, group: nil, vector: faces.vectors[7])])
        let statistics = index.snapshot().statistics
        #expect(statistics.count == 4_499)
        #expect(statistics.removed == 2)
        #expect(statistics.segments == 2)
        #expect(statistics.unsaved == 4_501)
        #expect(statistics.floatBytesPerRow == 400)
    }

    @Test func `a snapshot does not see later changes`() throws {
        let faces = FaceLikeVectors(count: 5_000, dimension: 64, queries: 5, seed: 26)
        let (index, _) = try filled(faces)
        let before = index.snapshot()
        let expected = try before.nearest(to: faces.queries[0], limit: 50, recall: 1)
        try index.apply((0..<4_000).map { .remove(id: $0) })
        try index.compact()
        try index.upsert(id: 99_999, vector: faces.queries[0])
        #expect(before.count == 5_000)
        #expect(try before.nearest(to: faces.queries[0], limit: 50, recall: 1) == expected)
        #expect(index.count == 1_001)
        #expect(try index.nearest(to: faces.queries[0], limit: 1).map(\.id) == [99_999])
    }

    @Test func `inner products of vectors of very different lengths are exact at recall 1`() throws
    {
        var random = SeededRandom(seed: 27)
        let index = VectorIndex(dimension: 48, metric: .innerProduct)
        let flat = FlatIndex(dimension: 48, metric: .innerProduct)
        for id in 0..<6_000 as Range<UInt64> {
            let vector = scaled(random.vector(48), to: id % 100 == 0 ? 50 : random.unit() + 0.01)
            try index.upsert(id: id, vector: vector)
            try flat.upsert(id: id, vector: vector)
        }
        try index.upsert(id: 6_000, vector: Array(repeating: 0, count: 48))
        try flat.upsert(id: 6_000, vector: Array(repeating: 0, count: 48))
        try index.compact()
        for _ in 0..<50 {
            let query = random.vector(48)
            let found = try index.nearest(to: query, limit: 30, recall: 1)
            #expect(try found == flat.nearest(to: query, limit: 30))
        }
        #expect(try index.nearest(to: random.vector(48), limit: 6_001, recall: 1).count == 6_001)
        #expect(index.brokenInvariants() == [])
    }

    @Test func `searches during changes and merges see whole batches`() async throws {
        let index = VectorIndex(dimension: 32)
        // Every batch moves ten ids to one new direction: a search sees ten of one kind.
        var random = SeededRandom(seed: 28)
        let directions = (0..<300).map { _ in random.vector(32) }
        func batch(_ direction: [Float], _ group: Int) -> [VectorChange] {
            (0..<10).map { .upsert(id: $0, group: UInt64(group), vector: direction) }
        }
        try index.apply(batch(directions[0], 0))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for (group, direction) in directions.enumerated() {
                    try index.apply(batch(direction, group))
                    if group % 20 == 0 { try index.compact() } else { try index.maintain() }
                }
            }
            for reader in 0..<3 {
                tasks.addTask {
                    for step in 0..<400 {
                        let query = directions[(step * 7 + reader) % directions.count]
                        let found = try index.nearest(to: query, limit: 20, recall: 1)
                        #expect(found.count == 10)
                        #expect(Set(found.compactMap(\.group)).count == 1)
                    }
                }
            }
            try await tasks.waitForAll()
        }
        #expect(index.brokenInvariants() == [])
    }

    private func filled(_ faces: FaceLikeVectors) throws -> (VectorIndex, FlatIndex) {
        let dimension = faces.vectors[0].count
        let index = VectorIndex(dimension: dimension)
        let flat = FlatIndex(dimension: dimension)
        try fill(index, faces)
        try flat.apply(changes(faces))
        return (index, flat)
    }

    private func fill(_ index: VectorIndex, _ faces: FaceLikeVectors) throws {
        try index.apply(changes(faces))
    }

    private func changes(_ faces: FaceLikeVectors) -> [VectorChange] {
        faces.vectors.indices.map {
            .upsert(id: UInt64($0), group: faces.groups[$0], vector: faces.vectors[$0])
        }
    }

    private func recall(
        of index: VectorIndex,
        _ flat: FlatIndex,
        _ faces: FaceLikeVectors,
        limit: Int,
        asked: Double
    ) throws -> Double {
        var hits = 0
        for query in faces.queries {
            let found = try index.nearest(to: query, limit: limit, recall: asked)
            let expected = try flat.nearest(to: query, limit: limit)
            hits += Set(found.map(\.id)).intersection(expected.map(\.id)).count
        }
        return Double(hits) / Double(limit * faces.queries.count)
    }
}
