import Gallery
import GallerySQLite
import Ingest
import Jobs
import TestSupport
import Testing
import WorkDoubles

@Suite struct `Putting photos into the queue` {
    private let folder: TemporaryFolder
    private let queue: SQLiteJobs
    private let gallery: GalleryRecord

    init() async throws {
        folder = try TemporaryFolder()
        let store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        queue = SQLiteJobs(in: store)
        gallery = try await store.createGallery(
            named: "default",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
    }

    /// Photos by number, and maybe a failure at the end.
    private struct Numbered: PhotoSource {
        struct Failure: Error {}

        let count: Int
        var fails = false
        var expectedCount: Int? { count }

        func makeCursor() -> any PhotoCursor { Cursor(source: self) }

        struct Cursor: PhotoCursor {
            let source: Numbered
            var number = 0

            mutating func next() async throws -> PhotoOffer? {
                guard number < source.count else {
                    if source.fails { throw Failure() }
                    return nil
                }
                defer { number += 1 }
                let path = StubPhotos.path(number)
                return .photo(
                    PhotoCandidate(
                        origin: path,
                        claim: PersonClaim(key: "a", name: "a"),
                        credit: PhotoCredit(),
                        place: .file(path: path),
                        load: { StubPhotos.bytes(ofPath: path) }
                    )
                )
            }
        }
    }

    private func enqueuer(
        limit: Int? = nil,
        allowMinors: Bool = false
    ) -> PhotoEnqueuer {
        PhotoEnqueuer(
            queue: queue,
            gallery: gallery.id,
            source: "stub",
            allowMinors: allowMinors,
            limit: limit
        )
    }

    @Test func `what a source offered before it failed is put`() async throws {
        await #expect(throws: Numbered.Failure.self) {
            _ = try await enqueuer().put(Numbered(count: 30, fails: true))
        }
        #expect(try await queue.counts(in: gallery.id) == JobCounts(ready: 30))
    }

    @Test func `a photo that was refused is put again when more is allowed`() async throws {
        let photos = Numbered(count: 5)
        for (allowMinors, put) in [(false, 5), (false, 0), (true, 5), (true, 0)] {
            let summary = try await enqueuer(allowMinors: allowMinors).put(photos)
            #expect(summary.put == put)
        }
    }

    @Test func `a limit is of new jobs, so that the next run goes on`() async throws {
        let photos = Numbered(count: 1_300)
        for total in [600, 1_200, 1_300, 1_300] {
            let summary = try await enqueuer(limit: 600).put(photos)
            #expect(try await queue.counts(in: gallery.id).ready == total)
            #expect(summary.put <= 600)
        }
    }
}
