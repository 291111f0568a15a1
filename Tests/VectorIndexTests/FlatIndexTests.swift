import Testing
import VectorIndex

@Suite struct FlatIndexTests {
    @Test func `answers equal a plain comparison with every vector`() throws {
        var random = SeededRandom(seed: 1)
        let index = FlatIndex(dimension: 37)
        var plain: [(id: UInt64, vector: [Float])] = []
        for id in 0..<3_000 as Range<UInt64> {
            let vector = random.vector(37)
            plain.append((id, vector))
            try index.upsert(id: id, vector: vector)
        }
        let query = random.vector(37)
        let expected = plain.sorted { cosine($0.vector, query) > cosine($1.vector, query) }
        let found = try index.nearest(to: query, limit: 10)
        #expect(found.map(\.id) == expected.prefix(10).map(\.id))
        for (match, entry) in zip(found, expected) {
            #expect(abs(match.similarity - cosine(entry.vector, query)) < 1e-5)
        }
    }

    @Test func `an update replaces and a removal removes`() throws {
        let index = FlatIndex(dimension: 16)
        try index.upsert(id: 7, group: 1, vector: axis(0))
        try index.upsert(id: 8, group: 2, vector: axis(1))
        try index.upsert(id: 7, group: 3, vector: axis(2))
        #expect(index.count == 2)
        let found = try index.nearest(to: axis(2), limit: 5)
        #expect(found.first == VectorMatch(id: 7, group: 3, similarity: 1))
        #expect(index.remove(id: 7))
        #expect(!index.remove(id: 7))
        #expect(try index.nearest(to: axis(2), limit: 5).map(\.id) == [8])
    }

    @Test func `groups answer once, by their best member, and one can be left out`() throws {
        let index = FlatIndex(dimension: 16)
        try index.upsert(id: 1, group: 10, vector: mix(1, 0.1))
        try index.upsert(id: 2, group: 10, vector: mix(1, 0.2))
        try index.upsert(id: 3, group: 20, vector: mix(1, 0.5))
        try index.upsert(id: 4, vector: mix(1, 0.6))
        try index.upsert(id: 5, vector: mix(1, 0.7))
        let groups = try index.nearestGroups(to: axis(0), limit: 4)
        #expect(groups.map(\.id) == [1, 3, 4, 5])
        let others = try index.nearestGroups(to: axis(0), limit: 4, excludingGroup: 10)
        #expect(others.map(\.id) == [3, 4, 5])
    }

    @Test(arguments: [3, 40]) func `top groups equal a plain grouping`(limit: Int) throws {
        var random = SeededRandom(seed: 2)
        let index = FlatIndex(dimension: 24)
        var plain: [(id: UInt64, group: UInt64, vector: [Float])] = []
        for id in 0..<2_000 as Range<UInt64> {
            let entry = (id, id % 300, random.vector(24))
            plain.append(entry)
            try index.upsert(id: entry.0, group: entry.1, vector: entry.2)
        }
        let query = random.vector(24)
        var seen: Set<UInt64> = []
        let expected = plain.sorted { cosine($0.vector, query) > cosine($1.vector, query) }
            .filter { seen.insert($0.group).inserted }
        let found = try index.nearestGroups(to: query, limit: limit)
        #expect(found.map(\.id) == expected.prefix(limit).map(\.id))
    }

    @Test func `a filter admits by id, by group, by rule`() throws {
        let index = FlatIndex(dimension: 16)
        for id in 1...9 as ClosedRange<UInt64> {
            try index.upsert(id: id, group: id % 3, vector: mix(1, Float(id) / 10))
        }
        func ids(_ filter: VectorFilter) throws -> [UInt64] {
            try index.nearest(to: axis(0), limit: 9, filter: filter).map(\.id)
        }
        #expect(try ids(VectorFilter(ids: [9, 4, 1 << 60])) == [4, 9])
        #expect(try ids(VectorFilter(ids: [9, 4])) == [4, 9])
        #expect(try ids(VectorFilter(groups: [0])) == [3, 6, 9])
        #expect(try ids(VectorFilter { id, group in id > 5 && group == 1 }) == [7])
    }

    @Test func `many removals give the room back and lose nothing`() throws {
        var random = SeededRandom(seed: 3)
        let index = FlatIndex(dimension: 16)
        for id in 0..<6_000 as Range<UInt64> {
            try index.upsert(id: id, vector: random.vector(16))
        }
        try index.apply((0..<5_000).map { .remove(id: $0) })
        #expect(index.count == 1_000)
        let all = try index.nearest(to: random.vector(16), limit: 6_000)
        #expect(Set(all.map(\.id)) == Set(5_000..<6_000))
        try index.upsert(id: 5_500, vector: axis(0))
        #expect(try index.nearest(to: axis(0), limit: 1).map(\.id) == [5_500])
    }

    @Test func `bad vectors are refused and change nothing`() throws {
        let index = FlatIndex(dimension: 16)
        #expect(throws: VectorIndexError.dimensionMismatch(expected: 16, found: 15)) {
            try index.upsert(id: 1, vector: Array(repeating: 1, count: 15))
        }
        #expect(throws: VectorIndexError.notFinite(position: 3)) {
            try index.upsert(id: 1, vector: axis(0).enumerated().map { $0 == 3 ? .nan : $1 })
        }
        #expect(throws: VectorIndexError.zeroVector) {
            try index.apply([
                .upsert(id: 2, group: nil, vector: axis(1)),
                .upsert(id: 1, group: nil, vector: Array(repeating: 0, count: 16)),
            ])
        }
        #expect(throws: VectorIndexError.reservedGroup) {
            try index.upsert(id: 1, group: .max, vector: axis(0))
        }
        #expect(index.count == 0)
        #expect(try index.nearest(to: axis(0), limit: 3).isEmpty)
    }

    @Test func `inner products keep the length of vectors`() throws {
        let index = FlatIndex(dimension: 16, metric: .innerProduct)
        try index.upsert(id: 1, vector: axis(0))
        try index.upsert(id: 2, vector: axis(0).map { $0 * 3 })
        #expect(try index.nearest(to: axis(0), limit: 2).map(\.similarity) == [3, 1])
    }

    @Test func `equal vectors answer in the order of their ids`() throws {
        let index = FlatIndex(dimension: 16)
        for id in [5, 3, 9, 1] as [UInt64] { try index.upsert(id: id, vector: axis(4)) }
        #expect(try index.nearest(to: axis(4), limit: 3).map(\.id) == [1, 3, 5])
    }
}

private func axis(_ position: Int) -> [Float] {
    (0..<16).map { $0 == position ? 1 : 0 }
}

private func mix(_ first: Float, _ second: Float) -> [Float] {
    [first, second] + Array(repeating: 0, count: 14)
}

private func cosine(_ left: [Float], _ right: [Float]) -> Float {
    var dot = 0.0
    var leftSquares = 0.0
    var rightSquares = 0.0
    for (a, b) in zip(left, right) {
        dot += Double(a) * Double(b)
        leftSquares += Double(a) * Double(a)
        rightSquares += Double(b) * Double(b)
    }
    return Float(dot / (leftSquares * rightSquares).squareRoot())
}
