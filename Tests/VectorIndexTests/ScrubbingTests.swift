import Testing
import VectorIndex

@Suite struct IndexScrubbingTests {
    private func bytes(_ vector: [Float]) -> [UInt8] { vector.withUnsafeBytes { Array($0) } }

    private func holds(_ needle: [UInt8], _ files: SimulatedFileSystem) -> Bool {
        files.files.values.contains { file in
            var place = file.startIndex
            while let next = file[place...].firstIndex(of: needle[0]) {
                if file[next...].starts(with: needle) { return true }
                place = next + 1
            }
            return false
        }
    }

    @Test func `scrubbing a segment with a graph blanks the removed and keeps the graph`() throws {
        let faces = FaceLikeVectors(
            count: 1_200,
            dimension: 32,
            queries: 60,
            seed: 81,
            centreLength: 1
        )
        let files = SimulatedFileSystem()
        func open(_ files: SimulatedFileSystem) throws -> VectorIndex {
            try VectorIndex(files: files, dimension: 32, metric: .cosine, durability: .durable)
        }
        let index = try open(files)
        try index.apply(
            faces.vectors.indices.map {
                .upsert(id: UInt64($0), group: faces.groups[$0], vector: faces.vectors[$0])
            }
        )
        try index.compact()
        try index.buildGraphs(rowsMin: 2)
        let links = index.snapshot().graphLinks
        let secret = bytes(faces.vectors[17].map { $0 })
        let stored = bytes(try #require(IndexDirectory(index.snapshot()).entry(of: 17)).vector)
        #expect(holds(stored, files))
        try index.apply([.remove(id: 17), .remove(id: 900)])
        try index.scrub()
        #expect(!holds(stored, files) && !holds(secret, files))
        #expect(index.snapshot().graphLinks == links)
        #expect(index.brokenInvariants() == [])
        #expect(try index.verify() == [])
        let segments = files.files.keys.filter { $0.hasPrefix("segment-") }
        try index.scrub()
        #expect(files.files.keys.filter { $0.hasPrefix("segment-") } == segments)
        let again = try open(SimulatedFileSystem(files: files.files))
        #expect(again.count == 1_198)
        #expect(again.snapshot().graphLinks == links)
        for query in faces.queries {
            let exact = try again.nearest(to: query, limit: 5, recall: 1)
            #expect(try index.nearest(to: query, limit: 5, recall: 1) == exact)
            #expect(exact.allSatisfy { $0.id != 17 && $0.id != 900 })
            let walked = try again.nearest(to: query, limit: 5, recall: 0.98, engine: .graph)
            #expect(walked.allSatisfy { $0.id != 17 && $0.id != 900 })
        }
        // With enough of them gone it is merged like others.
        try index.apply((0..<600).map { .remove(id: $0 * 2) })
        while try index.maintain() {}
        #expect(index.snapshot().statistics.removed == 0)
        #expect(index.brokenInvariants() == [])
    }
}
