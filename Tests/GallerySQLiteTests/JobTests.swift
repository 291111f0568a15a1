import FaceTypes
import Gallery
import GalleryConformance
import GalleryDoubles
import GallerySQLite
import Jobs
import TestSupport
import Testing

@Suite struct `The queue in SQLite` {
    private let folder: TemporaryFolder
    private let store: SQLiteGallery

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
    }

    @Test(arguments: JobRule.all)
    func `keeps every rule of a job store`(_ rule: JobRule) async throws {
        let galleries = try await (
            Sample.gallery(store, named: "one"), Sample.gallery(store, named: "two")
        )
        try await rule.check(SQLiteJobs(in: store), galleries: galleries)
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `tells the same story as one in memory`(_ seed: UInt64) async throws {
        let gallery = try await Sample.gallery(store)
        let run = JobModelRun(seed: seed, steps: 150)
        let events = try await run.check(SQLiteJobs(in: store), gallery: gallery)
        let expected = try await run.check(MemoryJobStore(), gallery: gallery)
        #expect(events == expected)
    }

    @Test func `several processes' stores share it without sharing a job`() async throws {
        let gallery = try await Sample.gallery(store)
        let jobs = (0..<200).map { number in
            NewJob(
                gallery: gallery,
                kind: .photoFile,
                key: JobKey(source: "s", address: Sample.hash(number)),
                payload: []
            )
        }
        let now = JobInstant(milliseconds: 5)
        #expect(try await SQLiteJobs(in: store).enqueue(jobs, at: now) == 200)
        let path = folder.path("catalog.sqlite")
        let leased = try await withThrowingTaskGroup(of: [JobID].self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let queue = SQLiteJobs(in: try SQLiteGallery(path: path))
                    var own: [JobID] = []
                    while true {
                        let jobs = try await queue.lease(
                            to: "\(worker)",
                            kinds: [.photoFile],
                            in: nil,
                            limit: 7,
                            at: now,
                            policy: JobPolicy()
                        )
                        if jobs.isEmpty { return own }
                        own += jobs.map(\.id)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(leased.count == 200)
        #expect(Set(leased).count == 200)
    }

    @Test func `goes with its gallery`() async throws {
        let gallery = try await Sample.gallery(store)
        let job = NewJob(
            gallery: gallery,
            kind: .photoFile,
            key: JobKey(source: "s", address: Sample.hash(1)),
            payload: []
        )
        let queue = SQLiteJobs(in: store)
        _ = try await queue.enqueue([job], at: JobInstant(milliseconds: 0))
        _ = try await store.removeGallery(gallery)
        #expect(try await queue.counts(in: nil).total == 0)
    }
}
