import FaceTypes
import Foundation
import Gallery
import GalleryConformance
import GallerySQLite
import TestSupport
import Testing

@Suite(.enabled(if: SmallDisk.isPermitted, "mounting needs root and is not permitted here"))
struct `A catalogue on a small disk` {
    /// Enrols until the disk is full.
    private func fill(_ store: SQLiteGallery, _ gallery: GalleryID) async throws -> Int {
        var number = 0
        while true {
            do {
                try await Sample.enrol(photo: number, of: nil, store, in: gallery)
            } catch GalleryError.diskFull {
                return number
            }
            number += 1
        }
    }

    @Test func `a full disk is told, and all that was acknowledged stays`() async throws {
        let disk = try SmallDisk(kilobytes: 3_072)
        let path = disk.path("catalog.sqlite")
        let store = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(store)
        let enrolled = try await fill(store, gallery)
        #expect(enrolled > 20)
        #expect(try await store.statistics(of: gallery).faces == enrolled)
        #expect(try await store.integrity() == ["ok"])
        try store.close()
        let again = try SQLiteGallery(path: path, access: .readOnly)
        #expect(try await again.statistics(of: gallery).faces == enrolled)
        #expect(try await again.integrity() == ["ok"])
    }

    @Test func `a disk too small for an empty catalogue is told`() throws {
        let disk = try SmallDisk(kilobytes: 16)
        let path = disk.path("catalog.sqlite")
        #expect(throws: GalleryError.diskFull(path: path)) { try SQLiteGallery(path: path) }
    }

    @Test func `a read-only home can be searched, not changed`() async throws {
        let disk = try SmallDisk(kilobytes: 4_096)
        let path = disk.path("catalog.sqlite")
        let writer = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(writer)
        try await Sample.enrol(photo: 1, of: nil, writer, in: gallery)
        try writer.close()
        try disk.makeReadOnly()
        #expect(throws: GalleryError.readOnly(path: path)) { try SQLiteGallery(path: path) }
        let reader = try SQLiteGallery(path: path, access: .readOnly)
        #expect(try await reader.changes(after: 0, limit: 9, in: gallery).count == 1)
        await #expect(throws: GalleryError.readOnly(path: path)) {
            try await Sample.enrol(photo: 2, of: nil, reader, in: gallery)
        }
    }

    @Test func `a full disk without room to share the catalogue can be searched`() async throws {
        let disk = try SmallDisk(kilobytes: 3_072)
        let path = disk.path("catalog.sqlite")
        let store = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(store)
        try await Sample.enrol(photo: 1, of: nil, store, in: gallery)
        try store.close()
        try fill(disk.path("rest"))
        #expect(throws: GalleryError.diskFull(path: path)) { try SQLiteGallery(path: path) }
        let reader = try SQLiteGallery(path: path, access: .readOnly)
        #expect(try await reader.statistics(of: gallery).faces == 1)
        withExtendedLifetime(disk) {}
    }

    /// Writes a file until nothing more fits.
    private func fill(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        for size in [1 << 16, 4_096, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(file, bytes, size) == size {}
        }
    }

    @Test func `a read-only home whose writer crashed can be searched`() async throws {
        let disk = try SmallDisk(kilobytes: 4_096)
        let path = disk.path("catalog.sqlite")
        let writer = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(writer)
        try await Sample.enrol(photo: 1, of: nil, writer, in: gallery)
        let other = try SmallDisk(kilobytes: 4_096)
        for suffix in ["", "-wal", "-shm"] {
            try FileManager.default.copyItem(
                atPath: path + suffix,
                toPath: other.path("catalog.sqlite" + suffix)
            )
        }
        try other.makeReadOnly()
        let reader = try SQLiteGallery(path: other.path("catalog.sqlite"), access: .readOnly)
        #expect(try await reader.statistics(of: gallery).faces == 1)
    }
}
