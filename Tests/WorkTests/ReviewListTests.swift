import FaceTypes
import Gallery
import GalleryConformance
import GallerySQLite
import Ingest
import Jobs
import ObjectStorage
import TestSupport
import Testing
import WorkDoubles

@Suite struct `The review list` {
    private let folder: TemporaryFolder
    private let store: SQLiteGallery
    private let list: SQLiteReview

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        list = SQLiteReview(in: store)
    }

    private static func doubt(
        _ kind: ReviewItem.Kind,
        _ number: Int,
        person: PersonID? = nil,
        other: PersonID? = nil,
        face: FaceID? = nil,
        personKey: String? = nil
    ) -> ReviewItem.New {
        ReviewItem.New(
            kind,
            key: Sample.hash(number),
            person: person,
            other: other,
            face: face,
            personKey: personKey,
            similarity: 0.25,
            detail: "doubt \(number)",
            payload: [1, 2]
        )
    }

    private func open(_ gallery: GalleryID) async throws -> [ReviewItem] {
        try await list.doubts(in: .open, kind: nil, of: gallery, after: nil, limit: 100)
    }

    @Test func `keeps what is put, once, page by page`() async throws {
        let gallery = try await Sample.gallery(store)
        let person = try await Sample.person(1, store, in: gallery)
        let doubts = (1...4).map { Self.doubt($0 == 2 ? .twins : .outlier, $0, person: person) }
        #expect(try await list.note(doubts, in: gallery) == 4)
        #expect(try await list.note(doubts, in: gallery) == 0)
        let found = try await open(gallery)
        #expect(found.map(\.doubt) == doubts)
        let page = try await list.doubts(
            in: .open,
            kind: .outlier,
            of: gallery,
            after: found[0].id,
            limit: 1
        )
        #expect(page.map(\.doubt) == [doubts[2]])
        #expect(try await list.doubt(found[1].id, in: gallery) == found[1])
    }

    @Test func `asks nothing again that was decided, and forgets its particulars`() async throws {
        let gallery = try await Sample.gallery(store)
        let doubt = Self.doubt(.outlier, 1)
        _ = try await list.note([doubt], in: gallery)
        let id = try #require(try await open(gallery).first).id
        #expect(try await list.decide(id, as: .refused, in: gallery))
        #expect(try await !list.decide(id, as: .accepted, in: gallery))
        #expect(try await list.note([doubt], in: gallery) == 0)
        #expect(try await open(gallery).isEmpty)
        let decided = try #require(try await list.doubt(id, in: gallery))
        #expect(decided.state == .refused)
        #expect(decided.doubt.payload.isEmpty)
        #expect(decided.doubt.detail.isEmpty)
        let keys = [Sample.hash(1), Sample.hash(2)]
        #expect(try await list.decided(among: keys, in: gallery) == [Sample.hash(1)])
    }

    @Test func `a new look drops what it no longer finds, and only of its kind`() async throws {
        let gallery = try await Sample.gallery(store)
        let photo = Self.doubt(.severalFaces, 1)
        let (first, second, third) = (
            Self.doubt(.outlier, 2), Self.doubt(.outlier, 3), Self.doubt(.outlier, 4)
        )
        _ = try await list.note([photo, first, second], in: gallery)
        #expect(try await list.replace([.outlier], with: [second, third], in: gallery) == 1)
        #expect(try await open(gallery).map(\.doubt) == [photo, second, third])
    }

    @Test func `loses what is about a removed person, their faces and their photos to be`()
        async throws
    {
        let gallery = try await Sample.gallery(store)
        let one = try await Sample.person(1, store, in: gallery)
        let two = try await Sample.person(2, store, in: gallery)
        let face = try await Sample.enrol(photo: 1, of: one, store, in: gallery).face
        let kept = Self.doubt(.outlier, 9, person: two)
        _ = try await list.note(
            [
                Self.doubt(.outlier, 1, person: one),
                Self.doubt(.twins, 2, person: two, other: one),
                Self.doubt(.outlier, 3, face: face), kept,
                Self.doubt(.severalFaces, 4, personKey: "key-1"),
            ],
            in: gallery
        )
        _ = try await store.remove(one, from: gallery)
        #expect(try await open(gallery).map(\.doubt) == [kept])
        let late = Self.doubt(.severalFaces, 5, personKey: "key-1")
        #expect(try await list.note([late], in: gallery) == 0)
    }

    @Test func `follows a person who is merged`() async throws {
        let gallery = try await Sample.gallery(store)
        let one = try await Sample.person(1, store, in: gallery)
        let two = try await Sample.person(2, store, in: gallery)
        _ = try await list.note(
            [
                Self.doubt(.outlier, 1, person: one),
                Self.doubt(.twins, 2, person: one, other: two),
            ],
            in: gallery
        )
        try await store.merge(one, into: two, in: gallery)
        let left = try await open(gallery).map(\.doubt)
        #expect(left.map(\.kind) == [.outlier])
        #expect(left.map(\.person) == [two])
    }

    @Test func `takes a worker's photo of several faces before its job is forgotten`() async throws
    {
        let gallery = try await store.createGallery(
            named: "default",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
        let queue = SQLiteJobs(in: store)
        _ = try await queue.enqueue([try StubPhotos.job(1, in: gallery.id)], at: .now)
        let refusing = WorkStage("embed", width: 1) { item in
            .ended(
                .refused(
                    Reject(
                        origin: item.photo.origin,
                        person: item.photo.claim?.name,
                        code: .severalFaces,
                        detail: "3 faces"
                    )
                )
            )
        }
        let worker = IngestWorker(
            queue: queue,
            gallery: gallery,
            store: store,
            objects: FileObjectStore(folder: folder.path("objects")),
            kinds: [.photoFile],
            stages: [refusing],
            settings: WorkSettings(name: "w", idleSeconds: 0.01),
            review: list
        )
        let summary = try await worker.run()
        #expect(summary.rejected == ["several_faces": 1])
        #expect(summary.stagePhotos == ["embed": 1, "store": 1])
        let item = try #require(try await open(gallery.id).first)
        #expect(item.doubt.kind == .severalFaces)
        #expect(item.doubt.detail == "3 faces")
        let photo = try PhotoJob(payload: item.doubt.payload)
        #expect(photo.origin == StubPhotos.path(1))
        #expect(try await queue.counts(in: gallery.id) == JobCounts(done: 1))
    }

    @Test func `makes the same doubt of two people, whoever is found first`() throws {
        func key(_ person: Int64, _ other: Int64) throws -> ContentHash {
            let finding = GalleryFinding(
                .twins,
                of: PersonID(person),
                name: "",
                other: PersonID(other),
                detail: ""
            )
            return try #require(ReviewItem.New(finding)).key
        }
        #expect(try key(1, 2) == key(2, 1))
        #expect(try key(1, 2) != key(1, 3))
        let poor = GalleryFinding(.poor, of: PersonID(1), name: "", detail: "")
        #expect(ReviewItem.New(poor) == nil)
    }
}
