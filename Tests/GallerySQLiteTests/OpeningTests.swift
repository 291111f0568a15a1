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

    @Test func `what concerns one person or photo is found without reading the gallery`()
        async throws
    {
        let plans = try await SQLiteGallery(path: path).queryPlans()
        #expect(plans.contains { $0.contains("face_by_person") })
        #expect(plans.contains { $0.contains("face_by_photo") })
        #expect(plans.allSatisfy { !$0.contains("face_by_gallery") && !$0.hasPrefix("SCAN") })
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
        let expected = GalleryError.newerSchema(expected: "v8", found: "v999")
        #expect(throws: expected) { try SQLiteGallery(path: path) }
        #expect(throws: expected) { try SQLiteGallery(path: path, access: .readOnly) }
    }

    @Test func `a catalogue whose credits knew no restrictions is brought up to date`()
        async throws
    {
        try SQLiteGallery.makeOldCatalogue(
            at: path,
            upTo: "v3",
            statements: [
                """
                INSERT INTO gallery (name, pack_name, pack_version, pack_hash, dimension, keep,
                    labelled)
                VALUES ('old', 'sample', '1', '\(Sample.pack.hash)', 16, 'photos', 1)
                """,
                """
                INSERT INTO photo (gallery, hash, perceptual_hash, width, height, byte_count,
                    origin, author, licence, licence_address, source, stored)
                VALUES (1, zeroblob(32), 7, 640, 480, 12, 'a.jpg', 'Ada', 'CC BY 4.0',
                    'https://example.org/by', 'https://example.org/a', 1)
                """,
            ]
        )
        #expect(throws: GalleryError.self) { try SQLiteGallery(path: path, access: .readOnly) }
        let store = try SQLiteGallery(path: path)
        let gallery = try #require(try await store.gallery(named: "old"))
        let old = try #require(
            try await store.photos(in: gallery.id, after: nil, limit: 10).first
        )
        #expect(
            old.credit
                == PhotoCredit(
                    author: "Ada",
                    licence: "CC BY 4.0",
                    licenceAddress: "https://example.org/by",
                    source: "https://example.org/a"
                )
        )
        let person = try await Sample.person(1, store, in: gallery.id)
        try await Sample.enrol(photo: 1, of: person, store, in: gallery.id)
        let new = try await store.faces(of: person, in: gallery.id).first
        #expect(new?.credit.restrictions == "personality")
        #expect(old.year == nil)
        #expect(new?.photoYear == 1951)
        #expect(new?.credit.change == PhotoCredit.cropped)
        #expect(new?.credit.sha1?.count == 40)
        #expect(try await store.integrity() == ["ok"])
        try store.close()
        let reader = try SQLiteGallery(path: path, access: .readOnly)
        #expect(try await reader.photos(in: gallery.id, after: nil, limit: 10).count == 2)
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
