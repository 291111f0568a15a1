import FaceTypes
import Foundation
import Gallery
import GalleryConformance
import GallerySQLite
import TestSupport
import Testing

/// Looks for what a removed person leaves in the bytes of the catalogue's files.
@Suite struct `After a removal` {
    private let folder: TemporaryFolder
    private let path: String
    private static let people = 300
    private static let photosEach = 4

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("catalog.sqlite")
    }

    private func canary(_ kind: String, _ person: Int) -> String {
        "canary-\(kind)-\(person)-\(kind)"
    }

    /// Everything of one person that could be recognised, with the key that leads to them.
    private func traces(of person: Int) -> [Data] {
        let texts = ["key", "name", "origin", "author", "page"].map {
            Data(canary($0, person).utf8)
        }
        let vectors = (0..<Self.photosEach).map { photo in
            Sample.embedding(person * Self.photosEach + photo).values.withUnsafeBytes { Data($0) }
        }
        let hashes = (0..<Self.photosEach).map { photo in
            Data(Sample.hash(person * Self.photosEach + photo).bytes)
        }
        return texts + vectors + hashes
    }

    private func enrol(_ person: Int, _ store: SQLiteGallery, _ gallery: GalleryID) async throws
        -> PersonID
    {
        let record = try await store.person(
            withKey: canary("key", person),
            name: canary("name", person),
            metadata: PersonMetadata(),
            in: gallery
        )
        let id = try #require(record).id
        let photos = (0..<Self.photosEach).map { index in
            let number = person * Self.photosEach + index
            var photo = Sample.photo(number, [Sample.face(number, of: id)])
            photo.origin = canary("origin", person) + "/\(index)"
            photo.credit.author = canary("author", person)
            photo.credit.source = canary("page", person) + "/\(index)"
            return photo
        }
        _ = try await store.enrol(photos, in: gallery)
        return id
    }

    private func bytesOfEveryFile() throws -> Data {
        var all = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            all += try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
        }
        return all
    }

    private func makePeople(_ store: SQLiteGallery, _ gallery: GalleryID) async throws
        -> [PersonID]
    {
        var people: [PersonID] = []
        for person in 0..<Self.people {
            people.append(try await enrol(person, store, gallery))
        }
        return people
    }

    /// Removes every fifteenth person, and renames others in between, which makes SQLite move rows.
    private func removeSome(
        _ people: [PersonID],
        _ store: SQLiteGallery,
        _ gallery: GalleryID
    ) async throws -> [Int] {
        let removed = Array(stride(from: 3, to: Self.people, by: 15))
        for person in removed {
            let longer = canary("name", person + 1) + String(repeating: "n", count: person % 200)
            try await store.rename(people[person + 1], to: longer, in: gallery)
            let receipt = try await store.remove(people[person], from: gallery)
            #expect(receipt.scrubbed)
            #expect(receipt.orphanedObjects.count == Self.photosEach)
        }
        try await store.forgetOrphans(try await store.orphanedObjects())
        return removed
    }

    private func expectNoTraces(of removed: [Int]) throws {
        let bytes = try bytesOfEveryFile()
        #expect(traces(of: 2).allSatisfy { bytes.range(of: $0) != nil }, "the search finds traces")
        for person in removed {
            let left = traces(of: person).filter { bytes.range(of: $0) != nil }
            #expect(left.isEmpty, "person \(person): \(left.count) traces")
        }
    }

    @Test func `no name, key, address, hash or embedding is left in any file`() async throws {
        let store = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(store)
        let people = try await makePeople(store, gallery)
        let removed = try await removeSome(people, store, gallery)
        // Only now: to open and close the file in this process would drop SQLite's locks on it.
        try store.close()
        try expectNoTraces(of: removed)
        let again = try SQLiteGallery(path: path)
        #expect(try await again.integrity() == ["ok"])
    }

    @Test func `a catalogue too large to be rewritten at once is clean once it was`() async throws {
        let settings = SQLiteGallerySettings(rewriteByteCountMax: 0)
        let store = try SQLiteGallery(path: path, settings: settings)
        let gallery = try await Sample.gallery(store)
        let people = try await makePeople(store, gallery)
        let removed = try await removeSome(people, store, gallery)
        #expect(try await store.rewrite())
        try store.close()
        try expectNoTraces(of: removed)
    }

    @Test func `the log beside the file is cut to nothing`() async throws {
        let settings = SQLiteGallerySettings(rewriteByteCountMax: 0)
        let store = try SQLiteGallery(path: path, settings: settings)
        let gallery = try await Sample.gallery(store)
        _ = try await makePeople(store, gallery)
        let log = path + "-wal"
        func byteCount() throws -> Int {
            try #require(
                FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
            )
        }
        #expect(try byteCount() > 100_000)
        _ = try await store.remove(PersonID(1), from: gallery)
        #expect(try byteCount() == 0)
    }

    @Test func `a reader in the way leaves the work to the next opening`() async throws {
        let settings = SQLiteGallerySettings(busyLimitSeconds: 0.05)
        let store = try SQLiteGallery(path: path, settings: settings)
        let gallery = try await Sample.gallery(store)
        let people = try await makePeople(store, gallery)
        let reader = try SQLiteGallery(path: path)
        try await reader.whileReading {
            let receipt = try await store.remove(people[3], from: gallery)
            #expect(!receipt.scrubbed)
            #expect(try await store.people([people[3]], in: gallery).isEmpty)
        }
        try reader.close()
        try store.close()
        let again = try SQLiteGallery(path: path)
        try await again.forgetOrphans(try await again.orphanedObjects())
        try again.close()
        try expectNoTraces(of: [3])
    }
}
