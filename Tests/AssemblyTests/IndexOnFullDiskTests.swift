import Assembly
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import TestSupport
import Testing
import VectorIndex

/// An index whose disk fills up and has room again.
@Suite(.enabled(if: SmallDisk.isPermitted, "mounting needs root and is not permitted here"))
struct IndexOnFullDisk {
    private static let tries = ReopeningPauses(first: .zero, longest: .zero)

    @Test func `goes on in memory, and in its files once there is room`() async throws {
        let disk = try SmallDisk(kilobytes: 4_000)
        let bench = try IndexBench(folder: disk.path("7"), pauses: Self.tries)
        try bench.enrol(0..<30)
        let index = try await bench.open()
        let filling = try fill(disk.path("rest"))

        try bench.enrol(30..<60)
        try await index.catchUp(with: bench.store, gallery: bench.gallery.id)
        #expect(throws: VectorIndexError.self) { try index.settle() }
        #expect(index.hold == .memory)
        #expect(index.trouble != nil)
        try await bench.expectSame(index, "written in vain")
        // What was written in vain does not fill the disk.
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.path)
        #expect(!names.contains { $0.hasSuffix(".tmp") })

        // Enrolments and removals are followed as long as it lasts.
        try bench.enrol(60..<90)
        _ = try bench.store.remove(
            try bench.person(2),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        let gone = try await index.catchUp(with: bench.store, gallery: bench.gallery.id)
        #expect(gone.count == 3)
        try await bench.expectSame(index, "still full")
        #expect(index.hold == .memory)

        try FileManager.default.removeItem(atPath: filling)
        try await index.follow(bench.store, gallery: bench.gallery.id)
        #expect(index.hold == .writer)
        #expect(index.trouble == nil)
        try await bench.expectSame(index, "room again")
        #expect(try VectorIndex.problems(inFolder: bench.path).isEmpty)
        #expect(try VectorIndex(reading: bench.path).count == 87)
        #expect(try !bench.holds(bench.population.embedding(ofPerson: 2, photo: 6).values))
        withExtendedLifetime(disk) {}
    }

    @Test func `is opened from memory where there is no room to begin with`() async throws {
        let disk = try SmallDisk(kilobytes: 4_000)
        let bench = try IndexBench(folder: disk.path("7"), pauses: Self.tries)
        try bench.enrol(0..<60)
        let filling = try fill(disk.path("rest"))
        #expect(throws: VectorIndexError.self) { try bench.openFiles() }
        let index = StoredIndex.opened(
            folder: bench.path,
            IndexBench.dimension,
            try bench.store.sequence(of: bench.gallery.id),
            1,
            Self.tries
        )
        try await index.follow(bench.store, gallery: bench.gallery.id)
        #expect(index.hold == .memory)
        try await bench.expectSame(index, "no room")
        try FileManager.default.removeItem(atPath: filling)
        try await index.follow(bench.store, gallery: bench.gallery.id)
        #expect(index.hold == .writer)
        try await bench.expectSame(index, "room")
        #expect(try VectorIndex(reading: bench.path).count == 60)
        withExtendedLifetime(disk) {}
    }

    /// Writes a file until nothing more fits.
    private func fill(_ path: String) throws -> String {
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        for size in [1 << 20, 4096, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(file, bytes, size) == size {}
        }
        return path
    }
}

@Suite struct ReopeningPausesTests {
    @Test func `pauses double up to the longest, and begin anew after a success`() {
        var pauses = ReopeningPauses(first: .seconds(1), longest: .seconds(5))
        let start = ContinuousClock.now
        #expect(pauses.areOver(at: start))
        for seconds in [1, 2, 4, 5, 5] {
            pauses.failed(at: start)
            #expect(!pauses.areOver(at: start + .milliseconds(1_000 * seconds - 1)))
            #expect(pauses.areOver(at: start + .seconds(seconds)))
        }
        pauses.succeeded()
        #expect(pauses.areOver(at: start))
        pauses.failed(at: start)
        #expect(pauses.areOver(at: start + .seconds(1)))
    }
}
