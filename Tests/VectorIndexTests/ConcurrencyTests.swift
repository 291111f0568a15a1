import Testing
import VectorIndex

@Suite struct ConcurrencyTests {
    /// Two numbers that always belong together, on the heap, so that a torn or freed one is noticed.
    private struct Pair: Sendable {
        let numbers: [Int]
    }

    @Test func `readers of a published value see whole values in order`() async {
        let published = Published(Pair(numbers: [0, 0]))
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for round in 1...20_000 {
                    published.update { Pair(numbers: [$0.numbers[0] + 1, $0.numbers[1] + 1]) }
                    if round % 100 == 0 { await Task.yield() }
                }
                return true
            }
            for _ in 0..<3 {
                group.addTask {
                    var last = 0
                    for round in 1...50_000 {
                        let seen = published.value.numbers
                        guard seen[0] == seen[1], seen[0] >= last else { return false }
                        last = seen[0]
                        if round % 100 == 0 { await Task.yield() }
                    }
                    return true
                }
            }
            for await whole in group { #expect(whole) }
        }
        #expect(published.value.numbers == [20_000, 20_000])
    }

    @Test func `callers that change an index at the same time lose nothing`() async throws {
        let files = SimulatedFileSystem()
        let index = try VectorIndex(
            files: files,
            dimension: 16,
            metric: .cosine,
            durability: .durable
        )
        await withTaskGroup(of: Void.self) { group in
            for caller in 0..<4 as Range<UInt64> {
                group.addTask {
                    var random = SeededRandom(seed: caller)
                    for number in 0..<100 as Range<UInt64> {
                        let id = caller * 1_000 + number
                        #expect(throws: Never.self) {
                            try index.upsert(id: id, vector: random.vector(16))
                            #expect(index.snapshot().count > 0)
                        }
                    }
                }
            }
        }
        #expect(index.count == 400)
        #expect(index.brokenInvariants() == [])
        let again = try VectorIndex(
            files: SimulatedFileSystem(files: files.files),
            dimension: 16,
            metric: .cosine,
            durability: .durable
        )
        #expect(again.count == 400)
        #expect(again.brokenInvariants() == [])
    }

    @Test func `a tuning reaches what it reports`() throws {
        let faces = FaceLikeVectors(count: 6_000, dimension: 64, queries: 10, seed: 41)
        let index = VectorIndex(dimension: 64)
        for (row, vector) in faces.vectors.enumerated() {
            try index.upsert(id: UInt64(row), vector: vector)
        }
        try index.compact()
        try index.buildGraphs(rowsMin: 2)
        let rows = try index.tune()
        #expect(rows.map(\.asked) == VectorIndex.tunedRecalls)
        #expect(rows.allSatisfy { $0.reached >= $0.asked - 0.03 && $0.seconds > 0 })
    }
}
