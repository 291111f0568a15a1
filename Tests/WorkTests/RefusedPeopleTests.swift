import FaceTypes
import Gallery
import GallerySQLite
import Ingest
import Jobs
import ObjectStorage
import TestSupport
import Testing
import WorkDoubles

@Suite struct `A photo that a removal forbids` {
    @Test func `makes nobody, under whatever key it comes back`() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        let queue = SQLiteJobs(in: store)
        let gallery = try await store.createGallery(
            named: "default",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
        func work(on jobs: [NewJob]) async throws -> WorkSummary {
            _ = try await queue.enqueue(jobs, at: .now)
            return try await IngestWorker(
                queue: queue,
                gallery: gallery,
                store: store,
                objects: FileObjectStore(folder: folder.path("objects")),
                kinds: [.photoFile],
                stages: StubPhotos.stages(),
                settings: WorkSettings(name: "w", idleSeconds: 0.01)
            ).run()
        }
        func people() async throws -> [PersonRecord] {
            try await store.people(in: gallery.id, named: nil, after: nil, limit: 9)
        }
        _ = try await work(on: [try StubPhotos.job(0, in: gallery.id)])
        let person = try #require(try await people().first)
        _ = try await store.remove(person.id, bystanderCrops: [:], from: gallery.id)

        let again = PhotoJob(
            place: .file(path: StubPhotos.path(0)),
            claim: PersonClaim(key: "another key", name: person.name),
            credit: PhotoCredit()
        )
        let other = try StubPhotos.job(3, in: gallery.id)
        let summary = try await work(on: [try again.newJob(source: "stub", in: gallery.id), other])
        #expect(summary.rejected == ["suppressed": 1])
        #expect(try await people().map(\.key) == ["person 1"])
    }
}
