import Foundation
import Testing
import VectorIndex

/// Files of every format version ever shipped stay readable.
///
/// `SEMBLANCE_WRITE_GOLDEN=1` writes the files of the present version anew; do so only for a version
/// that was never shipped.
@Suite struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/golden/index-2")

    private static let dimension = 24

    /// Row 7 was removed, row 3 replaced, rows from 40 on are only in the log.
    private func vector(_ id: UInt64) -> [Float] {
        var random = SeededRandom(seed: id == 3 ? 1_003 : id)
        return random.vector(Self.dimension).map { $0 + 2 }
    }

    private func write() throws {
        try? FileManager.default.removeItem(at: Self.folder)
        try FileManager.default.createDirectory(
            at: Self.folder.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        let index = try VectorIndex(folder: Self.folder.path, dimension: Self.dimension)
        for id in 0..<40 as Range<UInt64> {
            let group: UInt64? = id % 5 == 0 ? nil : id % 4
            try index.upsert(id: id, group: group, vector: vector(id == 3 ? 2_000 : id))
        }
        try index.compact()
        try index.buildGraphs(rowsMin: 2)
        try index.upsert(id: 3, group: 9, vector: vector(3))
        try index.remove(id: 7)
        for id in 40..<50 as Range<UInt64> { try index.upsert(id: id, vector: vector(id)) }
    }

    @Test func `a folder with segments of version 2 is read as it was written`() throws {
        if ProcessInfo.processInfo.environment["SEMBLANCE_WRITE_GOLDEN"] == "1" { try write() }
        let copy = FileManager.default.temporaryDirectory
            .appendingPathComponent("golden-\(UInt64.random(in: 0...UInt64.max))")
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: Self.folder, to: copy)
        #expect(try VectorIndex.problems(inFolder: copy.path) == [])
        let index = try VectorIndex(folder: copy.path, dimension: Self.dimension)
        #expect(index.count == 49)
        #expect(index.snapshot().graphLinks.count == 1)
        #expect(index.brokenInvariants() == [])
        for id in 0..<50 as Range<UInt64> where id != 7 {
            let best = try #require(try index.nearest(to: vector(id), limit: 1, recall: 1).first)
            #expect(best.id == id)
            #expect(best.similarity > 0.99999)
            let group: UInt64? = id == 3 ? 9 : id >= 40 || id % 5 == 0 ? nil : id % 4
            #expect(best.group == group)
        }
    }
}
