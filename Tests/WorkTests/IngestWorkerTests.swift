import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import GallerySQLite
import Ingest
import Jobs
import ObjectStorage
import Synchronization
import TestSupport
import Testing
import WorkDoubles

@Suite struct `A worker` {
    private let folder: TemporaryFolder
    private let store: SQLiteGallery
    private let queue: SQLiteJobs

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        queue = SQLiteJobs(in: store)
    }

    private final class Codes: Sendable {
        private let codes = Mutex<[String]>([])

        var all: [String] { codes.withLock { $0 } }

        func add(_ code: String) { codes.withLock { $0.append(code) } }
    }

    private func gallery() async throws -> GalleryRecord {
        try await store.createGallery(
            named: "default",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
    }

    private func worker(
        _ gallery: GalleryRecord,
        stages: [WorkStage] = StubPhotos.stages(),
        end: WorkSettings.End = .whenNothingIsDue,
        observer: IngestWorker.Observer = IngestWorker.Observer()
    ) -> IngestWorker {
        IngestWorker(
            queue: queue,
            gallery: gallery,
            store: store,
            objects: FileObjectStore(folder: folder.path("objects")),
            kinds: [.photoFile],
            stages: stages,
            settings: WorkSettings(
                name: "w",
                policy: JobPolicy(attemptsMax: 3, pauseSeconds: 0, pauseSecondsMax: 0),
                end: end,
                idleSeconds: 0.01
            ),
            observer: observer
        )
    }

    private func put(_ numbers: Range<Int>, in gallery: GalleryRecord) async throws {
        let jobs = try numbers.map { try StubPhotos.job($0, in: gallery.id) }
        for start in stride(from: 0, to: jobs.count, by: 1_000) {
            let batch = Array(jobs[start..<min(start + 1_000, jobs.count)])
            _ = try await queue.enqueue(batch, at: .now)
        }
    }

    @Test func `enrols, refuses and puts off what it should, and then the queue is empty`()
        async throws
    {
        let gallery = try await gallery()
        try await put(0..<200, in: gallery)
        let refused = Codes()
        let observer = IngestWorker.Observer(refused: { refused.add($0.code) })
        let summary = try await worker(gallery, observer: observer).run()
        #expect(summary.enrolledPhotos == 190)
        #expect(summary.enrolledFaces == 190)
        #expect(summary.putOff == 10)
        #expect(summary.rejected == ["no_face": 10])
        #expect(refused.all.count == 10)
        #expect(summary.late == 0)
        #expect(try await queue.counts(in: gallery.id) == JobCounts(done: 200))
        #expect(try await store.statistics(of: gallery.id).photos == 190)
    }

    @Test func `refuses a photo whose face is somebody else's, and makes nobody of it`()
        async throws
    {
        let gallery = try await gallery()
        let jobs = try ["Anna", "Berta"].map { name in
            try PhotoJob(
                place: .file(path: StubPhotos.path(0)),
                claim: PersonClaim(key: name, name: name),
                credit: PhotoCredit()
            ).newJob(source: name, in: gallery.id)
        }
        _ = try await queue.enqueue(jobs, at: .now)
        let refused = Codes()
        let observer = IngestWorker.Observer(refused: { refused.add($0.code) })
        let summary = try await worker(gallery, observer: observer).run()
        #expect(summary.enrolledPhotos == 1)
        #expect(summary.rejected == ["face_of_another": 1])
        #expect(refused.all == ["face_of_another"])
        #expect(try await queue.counts(in: gallery.id) == JobCounts(done: 2))
        let people = try await store.people(in: gallery.id, named: nil, after: nil, limit: 9)
        #expect(people.map(\.photoCount) == [1])
        #expect(try await store.orphanedObjects().isEmpty)
    }

    @Test func `tries again what failed, and gives up after the last attempt`() async throws {
        let gallery = try await gallery()
        try await put(0..<20, in: gallery)
        let stages = StubPhotos.stages { $0 == 5 }
        let summary = try await worker(gallery, stages: stages).run()
        #expect(summary.failed == ["stub_failure": 3])
        let dead = try await queue.jobs(in: .dead, of: gallery.id, after: nil, limit: 9)
        #expect(dead.map(\.lastCode) == ["stub_failure"])
        #expect(try await queue.redrive(nil, in: gallery.id, at: .now) == 1)
        let second = try await worker(gallery).run()
        #expect(second.enrolledPhotos == 1)
    }

    @Test func `several share a queue without doing anything twice`() async throws {
        let gallery = try await gallery()
        try await put(0..<300, in: gallery)
        let all = try await withThrowingTaskGroup(of: WorkSummary.self) { group in
            for _ in 0..<3 { group.addTask { try await worker(gallery).run() } }
            return try await group.reduce(into: [WorkSummary]()) { $0.append($1) }
        }
        #expect(all.map(\.enrolledPhotos).reduce(0, +) == 285)
        #expect(all.map(\.alreadyEnrolled).reduce(0, +) == 0)
        #expect(try await queue.counts(in: gallery.id) == JobCounts(done: 300))
    }

    @Test func `stopped early, it gives back what it has, and the next does the rest`() async throws
    {
        let gallery = try await gallery()
        try await put(0..<2_000, in: gallery)
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        let observer = IngestWorker.Observer(progress: { _ in starting.finish() })
        let running = Task { try await worker(gallery, observer: observer).run() }
        for await _ in started {}
        running.cancel()
        let first = try await running.value
        let counts = try await queue.counts(in: gallery.id)
        #expect(counts.leased == 0)
        #expect(first.finished == counts.done)
        #expect(first.finished < 2_000)
        _ = try await worker(gallery).run()
        #expect(try await queue.counts(in: gallery.id) == JobCounts(done: 2_000))
        #expect(try await store.statistics(of: gallery.id).photos == 1_900)
    }

    @Test func `stops when the catalogue fails, and says why`() async throws {
        let gallery = try await gallery()
        try await put(0..<50, in: gallery)
        let failing = [
            WorkStage("fetch", width: 1) { _ in throw GalleryError.diskFull(path: "somewhere") }
        ]
        await #expect(throws: GalleryError.diskFull(path: "somewhere")) {
            _ = try await worker(gallery, stages: failing).run()
        }
        #expect(try await queue.counts(in: gallery.id) == JobCounts(ready: 50))
    }

    @Test func `a payload it can't read is a dead job`() async throws {
        let gallery = try await gallery()
        var job = try StubPhotos.job(1, in: gallery.id)
        job.payload = Array("nonsense".utf8)
        _ = try await queue.enqueue([job], at: .now)
        _ = try await worker(gallery).run()
        let dead = try await queue.jobs(in: .dead, of: gallery.id, after: nil, limit: 9)
        #expect(dead.map(\.lastCode) == [WorkNote.badPayload])
    }

    @Test func `progress can be watched`() async throws {
        let gallery = try await gallery()
        try await put(0..<40, in: gallery)
        let counts = queue.countStream(in: gallery.id, every: .milliseconds(1))
        async let working = worker(gallery).run()
        var last = JobCounts()
        for await count in counts {
            last = count
            if count.open == 0 { break }
        }
        #expect(last == JobCounts(done: 40))
        _ = try await working
    }
}

@Suite struct `A photo's job` {
    @Test func `survives the queue`() throws {
        let job = PhotoJob(
            place: .address("https://example.org/a.jpg"),
            claim: PersonClaim(
                key: "Q1",
                name: "Ann Lee",
                metadata: PersonMetadata(gender: "female", birthYear: 1970, occupations: ["actor"])
            ),
            credit: PhotoCredit(author: "A", licence: "CC0", source: "https://example.org"),
            year: 2001,
            allow: [.tooDark],
            allowMinors: true
        )
        let new = try job.newJob(source: "s", in: GalleryID(1))
        #expect(try PhotoJob(payload: new.payload) == job)
        #expect(new.kind == .photoAddress)
    }

    @Test func `is another one for another person, and for a file written anew`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.jpg")
        try Data([1]).write(to: URL(filePath: path))
        func key(_ person: String) -> JobKey {
            PhotoJob(
                place: .file(path: path),
                claim: PersonClaim(key: person, name: person),
                credit: PhotoCredit()
            ).key(source: "s")
        }
        let first = key("a")
        #expect(key("a") == first)
        #expect(key("b") != first)
        try Data([1, 2]).write(to: URL(filePath: path))
        #expect(key("a") != first)
    }
}
