import FaceTypes
import Foundation
import Gallery
import GalleryConformance
import GallerySQLite
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

    /// Reads the files through copies: to open and close one in this process would drop SQLite's
    /// locks on it.
    @Test(arguments: [0, 256 << 20])
    func `no name, key, address, hash or embedding is left in any file`(
        _ rewriteByteCountMax: Int
    ) async throws {
        let settings = SQLiteGallerySettings(rewriteByteCountMax: rewriteByteCountMax)
        let store = try SQLiteGallery(path: path, settings: settings)
        let gallery = try await Sample.gallery(store)
        let people = try await makePeople(store, gallery)
        let removed = Array(stride(from: 3, to: Self.people, by: 7))
        for person in removed {
            let receipt = try await store.remove(people[person], from: gallery)
            #expect(receipt.scrubbed)
            #expect(receipt.orphanedObjects.count == Self.photosEach)
        }
        try store.close()
        let bytes = try bytesOfEveryFile()
        #expect(traces(of: 4).allSatisfy { bytes.range(of: $0) != nil })
        for person in removed {
            let left = traces(of: person).filter { bytes.range(of: $0) != nil }
            #expect(left.isEmpty, "person \(person): \(left.count) traces")
        }
        let again = try SQLiteGallery(path: path)
        #expect(try await again.integrity() == ["ok"])
    }
}
