import FaceTypes
import Foundation
import Gallery
import GalleryConformance
import GallerySQLite
import TestSupport
import Testing

@Suite struct `A process killed while it writes` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Each round kills a child at another point: after so many acknowledged commits and a moment.
    @Test(arguments: [1, 3, 8, 20, 45, 90])
    func `loses nothing it was told is kept`(_ acknowledgements: Int) async throws {
        let home = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [home = folder.path as String, acknowledgements] in
            try await DoomedProcess(home: home, acknowledgements: acknowledgements).enrol()
        }
        let store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        #expect(try await store.integrity() == ["ok"])
        let gallery = try #require(try await store.gallery(named: "sample")).id
        let promised = try DoomedProcess.acknowledged(home: home).map(Sample.hash)
        #expect(promised.count >= acknowledgements)
        let kept = try await store.enrolledPhotos(among: promised, person: nil, in: gallery)
        #expect(kept == Set(promised))
        let changes = try await store.changes(after: 0, limit: 100_000, in: gallery)
        let statistics = try await store.statistics(of: gallery)
        #expect(changes.map(\.sequence) == (1...Int64(changes.count)).map { $0 })
        #expect(statistics.faces == changes.count)
        #expect(statistics.photos == changes.count)
    }

    @Test(arguments: [1, 2, 5, 9])
    func `leaves no trace of whom it had removed`(_ acknowledgements: Int) async throws {
        let home = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [home = folder.path as String, acknowledgements] in
            try await DoomedProcess(home: home, acknowledgements: acknowledgements).remove()
        }
        let store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        #expect(try await store.integrity() == ["ok"])
        let gallery = try #require(try await store.gallery(named: "sample")).id
        let removed = try DoomedProcess.acknowledged(home: home)
        #expect(removed.count >= acknowledgements)
        let orphans = try await store.orphanedObjects()
        #expect(Set(orphans).isSuperset(of: removed.map(Sample.hash)))
        try await store.forgetOrphans(orphans)
        let left = try await store.people(in: gallery, named: nil, after: nil, limit: 1_000)
        #expect(Set(left.map(\.key)).isDisjoint(with: removed.map { "key-\($0)" }))
        try store.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path("catalog.sqlite")))
        for number in removed {
            let vector = Sample.embedding(number).values.withUnsafeBytes { Data($0) }
            #expect(bytes.range(of: vector) == nil)
            #expect(bytes.range(of: Data(Sample.hash(number).bytes)) == nil)
        }
    }
}
