import Foundation
import Testing
import VectorIndex

/// What readers of a folder see of a writer's work.
@Suite struct PublishingTests {
    private func open(_ files: SimulatedFileSystem) throws -> VectorIndex {
        try VectorIndex(files: files, dimension: 16, metric: .cosine, durability: .durable)
    }

    private func ids(_ index: VectorIndex) throws -> Set<UInt64> {
        var random = SeededRandom(seed: 1)
        return Set(try index.nearest(to: random.vector(16), limit: 9_999, recall: 1).map(\.id))
    }

    /// An index with a checkpoint, after which every row was replaced.
    private func replaced(_ files: SimulatedFileSystem) throws -> VectorIndex {
        var random = SeededRandom(seed: 71)
        let index = try open(files)
        let rows = {
            try index.apply((0..<50).map { .upsert(id: $0, group: nil, vector: random.vector(16)) })
        }
        try rows()
        try index.compact()
        try rows()
        return index
    }

    @Test func `a reader never misses a row that is being replaced`() throws {
        let all = Set(0..<50 as Range<UInt64>)
        typealias Work = @Sendable (VectorIndex) throws -> Void
        let works: [Work] = [
            { _ = try $0.maintain() }, { _ = try $0.tune(queries: 2) }, { try $0.scrub() },
            { _ = try $0.buildGraphs(rowsMin: 2) }, { _ in },
        ]
        for (number, work) in works.enumerated() {
            let files = SimulatedFileSystem()
            do {
                let index = try replaced(files)
                try work(index)
                let reader = try VectorIndex(reading: files)
                #expect(try ids(reader) == all, "after work \(number)")
            }
            _ = try open(SimulatedFileSystem(files: files.files))
            let again = SimulatedFileSystem(files: files.files)
            _ = try open(again)
            #expect(try ids(VectorIndex(reading: again)) == all, "opened after work \(number)")
        }
    }

    @Test func `readers get a graph that was built, and a graph of memory goes to disk`() throws {
        let faces = FaceLikeVectors(count: 600, dimension: 16, queries: 1, seed: 72)
        let files = SimulatedFileSystem()
        let index = try open(files)
        let changes = faces.vectors.indices.map {
            VectorChange.upsert(id: UInt64($0), group: nil, vector: faces.vectors[$0])
        }
        try index.apply(changes)
        try index.compact()
        let reader = try VectorIndex(reading: files)
        #expect(reader.snapshot().graphLinks.isEmpty)
        #expect(try index.buildGraphs(rowsMin: 2))
        #expect(try reader.refresh())
        #expect(reader.snapshot().graphLinks.count == 1)
    }

    @Test func `reading a folder that is not there makes none`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("index-\(UInt64.random(in: 0...UInt64.max))").path
        #expect(throws: VectorIndexError.self) { _ = try VectorIndex(reading: folder) }
        #expect(throws: Never.self) { _ = try? VectorIndex.problems(inFolder: folder) }
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}
