import FaceTypes
import Foundation
import Gallery
import GalleryConformance
import GallerySQLite
import TestSupport
import Testing

@Suite struct `Opening a catalogue` {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("catalog.sqlite")
    }

    @Test func `what was written is there after closing and opening again`() async throws {
        let first = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(first)
        let person = try await Sample.person(1, first, in: gallery)
        try await Sample.enrol(photo: 1, of: person, first, in: gallery)
        try first.close()
        let second = try SQLiteGallery(path: path)
        #expect(try await second.faces(of: person, in: gallery).count == 1)
    }

    @Test func `every commit waits for the disk and every deletion overwrites`() async throws {
        let store = try SQLiteGallery(path: path)
        let found = try await store.durability()
        #expect(found.journalMode == "wal")
        #expect(found.synchronous == 2)
        #expect(found.secureDelete == 1)
        #expect(found.foreignKeys == 1)
    }

    @Test func `the file is its owner's alone`() throws {
        let store = try SQLiteGallery(path: path)
        for name in [path, path + "-wal"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: name)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        try store.close()
    }

    @Test func `a catalogue of a newer version is refused`() async throws {
        let store = try SQLiteGallery(path: path)
        try await store.pretendMigration("v999")
        try store.close()
        let expected = GalleryError.newerSchema(expected: "v5", found: "v999")
        #expect(throws: expected) { try SQLiteGallery(path: path) }
        #expect(throws: expected) { try SQLiteGallery(path: path, access: .readOnly) }
    }

    @Test(arguments: ["not a database at all, but longer than one hundred bytes: ", "x"])
    func `a file that is no catalogue is refused`(_ text: String) throws {
        let text = String(repeating: text, count: 40)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect {
            try SQLiteGallery(path: path)
        } throws: { error in
            guard case GalleryError.storage = error else { return false }
            return true
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
    }

    @Test func `a missing folder is told`() {
        #expect {
            try SQLiteGallery(path: folder.path("nowhere/catalog.sqlite"))
        } throws: { error in
            guard case GalleryError.storage = error else { return false }
            return true
        }
    }

    @Test func `a reader finds no catalogue to read`() {
        #expect(throws: GalleryError.self) { try SQLiteGallery(path: path, access: .readOnly) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a reader sees what is there and cannot write`() async throws {
        let writer = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(writer)
        let reader = try SQLiteGallery(path: path, access: .readOnly)
        try await Sample.enrol(photo: 1, of: nil, writer, in: gallery)
        #expect(try await reader.statistics(of: gallery).faces == 1)
        await #expect(throws: GalleryError.readOnly(path: path)) {
            try await Sample.enrol(photo: 2, of: nil, reader, in: gallery)
        }
    }

    @Test func `many openings of one new file at once agree`() async throws {
        let path = path
        let keys = try await withThrowingTaskGroup(of: GalleryID.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let store = try SQLiteGallery(path: path)
                    return try await Sample.gallery(store)
                }
            }
            return try await group.reduce(into: Set<GalleryID>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
    }
}
