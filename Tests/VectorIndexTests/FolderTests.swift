import Foundation
import Testing
import VectorIndex

/// The index in a real folder.
@Suite struct FolderTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("index-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func `an index comes back as it was left, with and without a checkpoint`() throws {
        try withFolder { folder in
            let faces = FaceLikeVectors(
                count: 6_000,
                dimension: 128,
                queries: 20,
                seed: 41,
                centreLength: 2
            )
            var expected: [[VectorMatch]] = []
            do {
                let index = try VectorIndex(folder: folder, dimension: 128)
                try index.apply(
                    (0..<5_000).map {
                        .upsert(
                            id: UInt64($0),
                            group: faces.groups[$0],
                            vector: faces.vectors[$0]
                        )
                    }
                )
                try index.compact()
                for row in 5_000..<6_000 {
                    try index.upsert(id: UInt64(row), vector: faces.vectors[row])
                }
                try index.remove(id: 3)
                expected = try faces.queries.map { try index.nearest(to: $0, limit: 10, recall: 1) }
                #expect(throws: VectorIndexError.self) {
                    _ = try VectorIndex(folder: folder, dimension: 128)
                }
            }
            let again = try VectorIndex(folder: folder, dimension: 128)
            #expect(again.count == 5_999)
            for (query, answers) in zip(faces.queries, expected) {
                #expect(try again.nearest(to: query, limit: 10, recall: 1) == answers)
            }
            #expect(again.brokenInvariants() == [])
            #expect(try again.verify() == [])
            #expect(try VectorIndex.problems(inFolder: folder) == [])
        }
    }

    @Test(arguments: [false, true])
    func `ids of a mapped segment are found, in whatever order they came`(turned: Bool) throws {
        try withFolder { folder in
            let count: UInt64 = 100_001
            var random = SeededRandom(seed: 43)
            do {
                let index = try VectorIndex(folder: folder, dimension: 16, durability: .rebuildable)
                let rows = (0..<count).map {
                    VectorChange.upsert(
                        id: (turned ? count - 1 - $0 : $0) << 40,
                        group: nil,
                        vector: random.vector(16)
                    )
                }
                try index.apply(rows)
                try index.compact()
            }
            let index = try VectorIndex(folder: folder, dimension: 16, durability: .rebuildable)
            var expected = Int(count)
            for (step, row) in [count - 1, 0, count / 2, 7, count - 2].enumerated() {
                let id = row << 40
                let vector = random.vector(16)
                try index.upsert(id: id, vector: vector)
                #expect(index.count == expected)
                #expect(try index.nearest(to: vector, limit: 1, recall: 1).map(\.id) == [id])
                // The old row is gone, the new one too; nobody has this id any more.
                try index.remove(id: id)
                try index.remove(id: id)
                try index.remove(id: 1 + UInt64(step))
                expected -= 1
                #expect(index.count == expected)
            }
            #expect(index.brokenInvariants() == [])
            try index.compact()
            #expect(index.count == expected)
            #expect(index.brokenInvariants() == [])
        }
    }

    @Test func `an id that moved within a segment is found where it is now`() throws {
        try withFolder { folder in
            var random = SeededRandom(seed: 44)
            var last: [UInt64: [Float]] = [:]
            do {
                let index = try VectorIndex(folder: folder, dimension: 16, durability: .rebuildable)
                for step in 0..<300 as Range<UInt64> {
                    let id = step * 7919 % 41 << 50
                    last[id] = random.vector(16)
                    try index.upsert(id: id, vector: last[id] ?? [])
                }
                // Written as it is: most of its rows are dead, some with the id of a live one.
                try index.checkpoint()
            }
            let index = try VectorIndex(folder: folder, dimension: 16, durability: .rebuildable)
            #expect(index.brokenInvariants() == [])
            for (id, vector) in last {
                #expect(try index.nearest(to: vector, limit: 1, recall: 1).map(\.id) == [id])
                try index.remove(id: id)
            }
            #expect(index.count == 0)
        }
    }

    @Test func `a damaged order of ids is found and leads nowhere outside`() throws {
        try withFolder { folder in
            var random = SeededRandom(seed: 45)
            do {
                let index = try VectorIndex(folder: folder, dimension: 16, durability: .rebuildable)
                try index.apply(
                    (0..<3_000).map { .upsert(id: $0, group: nil, vector: random.vector(16)) }
                )
                try index.compact()
            }
            let name = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder)
                    .first { $0.hasPrefix("segment-") }
            )
            let path = folder + "/" + name
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes.replaceSubrange(
                (bytes.count - 12_288)...,
                with: Data(repeating: 255, count: 12_288)
            )
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(
                try VectorIndex.problems(inFolder: folder) == [
                    .damaged(file: name, part: "part 10")
                ]
            )
            let index = try VectorIndex(folder: folder, dimension: 16, durability: .rebuildable)
            for id in [0, 1_500, 2_999, 5_000] as [UInt64] {
                try index.upsert(id: id, vector: random.vector(16))
                try index.remove(id: id)
            }
        }
    }

    @Test func `a reader follows the writer's checkpoints`() throws {
        try withFolder { folder in
            var random = SeededRandom(seed: 42)
            let index = try VectorIndex(folder: folder, dimension: 16, durability: .rebuildable)
            try index.upsert(id: 1, vector: random.vector(16))
            try index.checkpoint()
            let reader = try VectorIndex(reading: folder)
            #expect(reader.count == 1)
            try index.upsert(id: 2, vector: random.vector(16))
            #expect(try !reader.refresh())
            try index.compact()
            #expect(try reader.refresh())
            #expect(reader.count == 2)
            #expect(throws: VectorIndexError.readOnly) { try reader.remove(id: 1) }
        }
    }

    @Test func `removed vectors leave the disk with the next merge`() throws {
        try withFolder { folder in
            var random = SeededRandom(seed: 43)
            let secret = scaled(random.vector(16), to: 1)
            let index = try VectorIndex(folder: folder, dimension: 16)
            try index.upsert(id: 1, vector: secret)
            try index.upsert(id: 2, vector: random.vector(16))
            try index.checkpoint()
            try index.remove(id: 1)
            try index.compact()
            let stored = try index.snapshot().nearest(to: secret, limit: 5, recall: 1)
            #expect(stored.map(\.id) == [2])
            let needle = secret.withUnsafeBytes { Data($0) }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let bytes = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
                #expect(bytes.range(of: needle) == nil, "\(name)")
            }
        }
    }
}
