import FaceTypes
import FixtureServer
import Foundation
import Gallery
import GalleryDoubles
import Ingest
import Synchronization
import TestSupport
import Testing
import Wikimedia

/// Photos from the people's categories on Commons.
extension Crawls {
    // Drawn faces are closer to each other than photographs are; those of this world that matter here
    // are far enough apart for the pack.
    private static let world = DrawnWorld(seed: 11, people: 90, categories: true)

    private func person(_ category: WorldCategory) throws -> DrawnWorld.Person {
        try #require(Self.world.people.first { $0.category == category })
    }

    /// The name of a file, from the page its credit names.
    private func file(_ credit: PhotoCredit) -> String {
        (credit.source?.split(separator: ":").last.map(String.init) ?? "")
            .replacing("_", with: " ")
    }

    @Test func `a category fills up the photos, those named after the person first`() async throws {
        let few = try person(.few)
        try await crawl(Self.world, .entries(entries([few])), photos: 5) { crawl in
            var sure: [String] = []
            var unsure: [String] = []
            var refusals: [String] = []
            for offer in try await offers(of: crawl.source) {
                switch offer {
                case .photo(let candidate) where candidate.mustAgree:
                    unsure.append(file(candidate.credit))
                case .photo(let candidate): sure.append(file(candidate.credit))
                case .refused(let reject): refusals.append(reject.code)
                case .enrolledBefore: Issue.record("nothing is enrolled yet")
                }
            }
            #expect(sure == few.files)
            #expect(
                unsure == [
                    "\(few.name) abroad.jpg", "Brother of \(few.name).jpg",
                    "\(few.name) with a friend.jpg", "Street named after somebody.jpg",
                ]
            )
            #expect(refusals.sorted() == ["licence", "not_a_picture"])
            let below = crawl.server.requests.filter { $0.target.contains("2019") }
            #expect(below.isEmpty)
            #expect(crawl.notes.all.first?.photos?.count == 5)
        }
        try await crawl(Self.world, .entries(entries([few])), photos: 2) { crawl in
            let found = try await offers(of: crawl.source)
            #expect(found.count == 2)
        }
    }

    @Test func `a category of many files is read page by page, within a limit`() async throws {
        let many = try person(.many)
        try await crawl(Self.world, .entries(entries([many])), photos: 2) { crawl in
            var found: [String] = []
            for case .photo(let candidate) in try await offers(of: crawl.source) {
                found.append(file(candidate.credit))
            }
            #expect(found == many.files + ["\(many.name) late.jpg"])
            let pages = crawl.server.requests.filter { $0.target.contains("categorymembers") }
            let starts = Set(pages.map { $0.fields["cmcontinue"] ?? "" })
            #expect(starts == ["", "file|500"])
        }
    }

    @Test func `a category alone vouches for nobody, and an unusable one stops nothing`()
        async throws
    {
        let people = [try person(.alone), try person(.unusable)]
        try await crawl(Self.world, .entries(entries(people))) { crawl in
            var photos: [PhotoCandidate] = []
            var refusals: Set<String> = []
            for offer in try await offers(of: crawl.source) {
                switch offer {
                case .photo(let candidate): photos.append(candidate)
                case .refused(let reject): refusals.insert(reject.code)
                case .enrolledBefore: Issue.record("nothing is enrolled yet")
                }
            }
            #expect(photos.map(\.claim?.key) == ["Q\(people[1].item)"])
            #expect(photos.first?.mustAgree == false)
            #expect(refusals == ["no_photo", "unvouched", "service_failed"])
        }
    }

    @Test(
        Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
        Material.requiresEngine()
    )
    func `of a category only faces that agree with the person's photos are enrolled`()
        async throws
    {
        let house = try await EnrollingHouse()
        defer { withExtendedLifetime(house) {} }
        let few = try person(.few)
        let people = [few, try person(.alone)]
        try await crawl(Self.world, .entries(entries(people)), photos: 5) { crawl in
            let rejects = Mutex<[Reject]>([])
            let summary = try await house.run.run(
                crawl.source,
                observer: IngestRun.Observer(refused: { reject in
                    rejects.withLock { $0.append(reject) }
                })
            )
            let refused = rejects.withLock { $0 }
            let found = try house.store.people(
                in: house.gallery.id,
                named: nil,
                after: nil,
                limit: 10
            )
            #expect(found.map(\.key) == ["Q\(few.item)"])
            let record = try #require(found.first)
            let files = Set(
                try house.store.faces(of: record.id, in: house.gallery.id).map { file($0.credit) }
            )
            let others = ["Brother of \(few.name).jpg", "Street named after somebody.jpg"]
            let codes = refused.map { "\($0.code) \($0.origin)" }
            #expect(files.isSuperset(of: few.files + ["\(few.name) abroad.jpg"]), "\(codes)")
            #expect(files.isDisjoint(with: others))
            #expect(refused.count { $0.code == "other_face" } >= others.count, "\(codes)")
            #expect(summary.enrolledPhotos == files.count)
        }
    }

    @Test(
        Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
        Material.requiresEngine()
    )
    func `a photo that must agree is refused where there is nothing to agree with`() async throws {
        let house = try await EnrollingHouse()
        defer { withExtendedLifetime(house) {} }
        try await crawl(Self.world, .entries(entries([try person(.few)])), photos: 5) { crawl in
            var unsure: [PhotoCandidate] = []
            for case .photo(let candidate) in try await offers(of: crawl.source)
            where candidate.mustAgree { unsure.append(candidate) }
            let summary = try await house.run.run(
                ListedPhotos(photos: unsure),
                observer: IngestRun.Observer()
            )
            #expect(unsure.count == 4)
            #expect(summary.rejected["no_reference"] == 4)
            #expect(summary.enrolledPhotos == 0)
            let people = try house.store.people(
                in: house.gallery.id,
                named: nil,
                after: nil,
                limit: 9
            )
            #expect(people.isEmpty)
        }
    }
}

/// Photos at hand.
private struct ListedPhotos: PhotoSource {
    let photos: [PhotoCandidate]
    var expectedCount: Int? { photos.count }

    func makeCursor() -> any PhotoCursor { Cursor(rest: photos[...]) }

    private struct Cursor: PhotoCursor {
        var rest: ArraySlice<PhotoCandidate>
        mutating func next() async throws -> PhotoOffer? { rest.popFirst().map { .photo($0) } }
    }
}
