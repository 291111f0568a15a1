import FaceTypes
import Foundation
import Gallery
import GalleryConformance
import GallerySQLite
import Hashing
import Ingest
import Jobs
import ObjectStorage
import Pools
import TestSupport
import Testing
import WorkDoubles

@Suite struct `Workers and removals on one home` {
    private let folder: TemporaryFolder
    private let store: SQLiteGallery
    private let queue: SQLiteJobs

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        queue = SQLiteJobs(in: store)
    }

    private func objects(waitSecondsMax: Double = 60) -> FileObjectStore {
        FileObjectStore(folder: folder.path("objects"), waitSecondsMax: waitSecondsMax)
    }

    private func removal(_ objects: any ObjectStore) -> Removal {
        Removal(
            store: store,
            objects: objects,
            pool: BoundedPool(name: "removal", width: 1, queueLimit: 4)
        )
    }

    private func gallery(_ name: String = "default") async throws -> GalleryRecord {
        try await store.createGallery(
            named: name,
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
    }

    private func put(_ numbers: [Int], in gallery: GalleryRecord) async throws {
        let jobs = try numbers.map { try StubPhotos.job($0, in: gallery.id) }
        _ = try await queue.enqueue(jobs, at: .now)
    }

    private func worker(
        _ gallery: GalleryRecord,
        _ objects: FileObjectStore,
        stages: [WorkStage] = StubPhotos.stages(),
        observer: IngestWorker.Observer = IngestWorker.Observer()
    ) -> IngestWorker {
        IngestWorker(
            queue: queue,
            gallery: gallery,
            store: store,
            objects: objects,
            kinds: [.photoFile],
            stages: stages,
            // Leases that a busy machine does not outlive: none is renewed, and none found lost, here.
            settings: WorkSettings(
                name: "w",
                policy: JobPolicy(leaseSeconds: 3_600),
                writeBatch: 1,
                idleSeconds: 0.01
            ),
            observer: observer
        )
    }

    /// The person of the first stub photos, whoever was enrolled first.
    private func person(_ gallery: GalleryRecord) async throws -> PersonID {
        let people = try await store.people(in: gallery.id, named: nil, after: nil, limit: 9)
        return try #require(people.first { $0.key == "person 0" }).id
    }

    @Test func `a photo that is enrolled anew during the sweep that takes it away stays stored`()
        async throws
    {
        let (one, two) = try await (gallery("one"), gallery("two"))
        try await put([0], in: one)
        _ = try await worker(one, objects()).run()
        let receipt = try await store.remove(person(one), bystanderCrops: [:], from: one.id)
        #expect(receipt.orphanedObjects == [StubPhotos.hash(0)])
        try await put([0], in: two)
        let hasty = worker(two, objects(waitSecondsMax: 0))
        let sweeping = SlowlyDeleting(objects()) {
            // What another process would do between the judgement and the deletion.
            await #expect(throws: ObjectStorageError.self) { _ = try await hasty.run() }
        }
        #expect(try await removal(sweeping).sweepOrphans() == 1)
        #expect(try await store.statistics(of: two.id).photos == 0)
        #expect(try !objects().contains(StubPhotos.hash(0)))
        let summary = try await hasty.run()
        #expect(summary.enrolledPhotos == 1)
        #expect(try await removal(objects()).sweepOrphans() == 0)
        #expect(try objects().contains(StubPhotos.hash(0)))
    }

    @Test func `what a dead worker stored and never recorded goes with the next removal`()
        async throws
    {
        let gallery = try await gallery()
        try await put([0, 3], in: gallery)
        _ = try await worker(gallery, objects()).run()
        struct Death: Error {}
        let left = [StubPhotos.path(0), StubPhotos.path(1)].map(StubPhotos.bytes(ofPath:))
        await #expect(throws: Death.self) {
            try await objects().put(left) { _ in throw Death() }
        }
        _ = try await removal(objects()).remove(person(gallery), from: gallery)
        let found = try objects().addresses(after: nil, limit: 9)
        #expect(found == [StubPhotos.hash(3)])
    }

    @Test func `a removal takes the person's jobs along, and a lease of one comes too late`()
        async throws
    {
        let gallery = try await gallery()
        try await put([0], in: gallery)
        _ = try await worker(gallery, objects()).run()
        try await put([1, 2, 3, 4], in: gallery)
        let leased = try await queue.lease(
            to: "other",
            kinds: [.photoFile],
            in: gallery.id,
            limit: 1,
            at: .now,
            policy: JobPolicy()
        )
        let receipt = try await removal(objects()).remove(person(gallery), from: gallery)
        #expect(receipt.jobs == 2)
        #expect(try await queue.counts(in: gallery.id) == JobCounts(ready: 2))
        let completions = leased.compactMap(\.lease).map {
            JobCompletion(lease: $0, outcome: .done(note: "enrolled"), jitter: 0)
        }
        let held = try await queue.finish(completions, at: .now, policy: JobPolicy())
        #expect(held.isEmpty)
        _ = try await worker(gallery, objects()).run()
        let people = try await store.people(in: gallery.id, named: nil, after: nil, limit: 9)
        #expect(people.map(\.key) == ["person 1"])
    }

    @Test func `a person removed while a worker has their photo in hand does not come back`()
        async throws
    {
        let gallery = try await gallery()
        try await put([0, 1], in: gallery)
        let (enrolled, enrolling) = AsyncStream.makeStream(of: Void.self)
        let stages = StubPhotos.stages()
        let reading = WorkStage("fetch", width: 2) { item in
            if item.photo.origin == StubPhotos.path(1) {
                for await _ in enrolled {}
                _ = try await removal(objects()).remove(person(gallery), from: gallery)
            }
            return try await stages[0].run(item).progress
        }
        let observer = IngestWorker.Observer(progress: { _ in enrolling.finish() })
        let summary = try await worker(
            gallery,
            objects(),
            stages: [reading, stages[1]],
            observer: observer
        ).run()
        #expect(summary.enrolledPhotos == 1)
        #expect(summary.rejected == ["suppressed": 1])
        #expect(summary.late == 1)
        #expect(try await store.statistics(of: gallery.id).people == 0)
        #expect(try objects().addresses(after: nil, limit: 9).isEmpty)
    }

    /// Two people in one stored photo, and one of them.
    private func groupPhoto(
        in gallery: GalleryRecord,
        _ bytes: [UInt8]
    ) async throws -> (one: PersonID, other: PersonID) {
        var people: [PersonID] = []
        for name in ["one", "other"] {
            let person = try await store.person(
                withKey: name,
                name: name,
                metadata: PersonMetadata(),
                in: gallery.id
            )
            people.append(try #require(person).id)
        }
        var photo = Sample.photo(1, people.enumerated().map { Sample.face($0, of: $1) })
        photo.hash = sha256(bytes)
        _ = try await objects().put(bytes) as ContentHash
        _ = try await store.enrol(photo, in: gallery.id)
        return (people[0], people[1])
    }

    private func sampleGallery() async throws -> GalleryRecord {
        _ = try await Sample.gallery(store)
        return try #require(try await store.gallery(named: "sample"))
    }

    @Test(arguments: [nil, Array("no picture any more".utf8)] as [[UInt8]?])
    func `a person goes also when a photo with somebody else is missing or damaged`(
        _ left: [UInt8]?
    ) async throws {
        let gallery = try await sampleGallery()
        let bytes = Array("stands for a photo".utf8)
        let (one, other) = try await groupPhoto(in: gallery, bytes)
        if let left {
            let path = try #require(
                FileManager.default.subpaths(atPath: folder.path("objects"))?.first {
                    sha256(bytes).hexadecimal == $0.replacing("/", with: "")
                }
            )
            try Data(left).write(to: URL(filePath: folder.path("objects") + "/" + path))
        } else {
            try objects().delete([sha256(bytes)])
        }
        let receipt = try await removal(objects()).remove(one, from: gallery)
        #expect(receipt.bystandersWithoutCrop == 1)
        #expect(receipt.due.isEmpty)
        let people = try await store.people(in: gallery.id, named: nil, after: nil, limit: 9)
        #expect(people.map(\.id) == [other])
        #expect(try await store.faces(of: other, in: gallery.id).map(\.crop) == [nil])
    }

    @Test func `a removal is told also when its objects can't be deleted, and they go next time`()
        async throws
    {
        let gallery = try await gallery()
        try await put([0, 3], in: gallery)
        _ = try await worker(gallery, objects()).run()
        let refusing = SlowlyDeleting(objects()) { () throws(ObjectStorageError) in
            throw .permissionDenied(path: "objects")
        }
        let receipt = try await removal(refusing).remove(person(gallery), from: gallery)
        #expect(receipt.due == [.objects])
        #expect(receipt.photos.count == 1)
        #expect(try objects().contains(StubPhotos.hash(0)))
        #expect(try await removal(objects()).sweepOrphans() == 1)
        #expect(try !objects().contains(StubPhotos.hash(0)))
    }

    @Test func `jobs of a catalogue from before they were marked are found by their person too`()
        async throws
    {
        let gallery = try await gallery()
        try await put([0], in: gallery)
        _ = try await worker(gallery, objects()).run()
        try await put([1, 3], in: gallery)
        try await store.pretendUnmarkedJobs()
        try store.close()
        let updated = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        let receipt = try await updated.remove(
            PersonID(1),
            bystanderCrops: [:],
            from: gallery.id
        )
        #expect(receipt.jobs == 1)
        #expect(try await SQLiteJobs(in: updated).counts(in: gallery.id).ready == 1)
    }
}

/// Objects whose deletion lets something else happen first.
private struct SlowlyDeleting: ObjectStore {
    private let objects: FileObjectStore
    private let before: @Sendable () async throws(ObjectStorageError) -> Void

    init(
        _ objects: FileObjectStore,
        before: @escaping @Sendable () async throws(ObjectStorageError) -> Void
    ) {
        self.objects = objects
        self.before = before
    }

    func delete(_ addresses: [ContentHash]) async throws(ObjectStorageError) {
        try await before()
        try objects.delete(addresses)
    }

    func put(_ new: [[UInt8]]) async throws(ObjectStorageError) -> [ContentHash] {
        try objects.put(new)
    }

    func put<Result: Sendable>(
        _ new: [[UInt8]],
        recordedBy record: @Sendable ([ContentHash]) async throws -> Result
    ) async throws -> Result {
        try await objects.put(new, recordedBy: record)
    }

    func whileNobodySweeps<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await objects.whileNobodySweeps(body)
    }

    func sweep<Result: Sendable>(
        _ body: @Sendable (_ stranded: [ContentHash]) async throws -> Result
    ) async throws -> Result {
        try await objects.sweep(body)
    }

    func contains(_ address: ContentHash) async throws(ObjectStorageError) -> Bool {
        try objects.contains(address)
    }

    func bytes(of address: ContentHash) async throws(ObjectStorageError) -> [UInt8] {
        try objects.bytes(of: address)
    }

    func addresses(
        after: ContentHash?,
        limit: Int
    ) async throws(ObjectStorageError) -> [ContentHash] {
        try objects.addresses(after: after, limit: limit)
    }
}
