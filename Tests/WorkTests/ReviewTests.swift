import FaceTypes
import Gallery
import GalleryConformance
import GalleryDoubles
import GallerySQLite
import Ingest
import TestSupport
import Testing

@Suite struct `A review of a gallery` {
    private let folder: TemporaryFolder
    private let store: SQLiteGallery

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
    }

    /// A unit vector near one of the axes; a different little way off for each number.
    private static func embedding(axis: Int, number: Int) -> Embedding {
        var values = [Float](repeating: 0, count: Sample.dimension)
        values[axis] = 1
        values[(axis + 1 + number % 7) % Sample.dimension] = 0.1
        return Embedding(normalising: values) ?? Embedding(unit: values)
    }

    private func enrol(
        _ number: Int,
        of person: PersonID?,
        axis: Int,
        look: UInt64,
        licence: String? = "CC0",
        in gallery: GalleryID
    ) async throws {
        var photo = Sample.photo(number, [Sample.face(number, of: person)])
        photo.perceptualHash = look
        photo.credit = PhotoCredit(author: "a", licence: licence)
        photo.faces[0].embedding = Self.embedding(axis: axis, number: number)
        photo.faces[0].quality.codes = []
        photo.faces[0].quality.edgePixels = number == 5 ? 20 : 120
        _ = try await store.enrol(photo, in: gallery)
    }

    private func report(
        findingsMax: Int = 1_000,
        labelled: Bool = true
    ) async throws -> GalleryReport {
        let gallery = try await Sample.gallery(store, labelled: labelled)
        let index = ExactNeighborIndex()
        let changes = try await store.changes(after: 0, limit: 1_000, in: gallery)
        index.apply(changes)
        return try await GalleryReview(
            gallery: gallery,
            labelled: labelled,
            store: store,
            index: index,
            listing: store,
            settings: GalleryReview.Settings(
                samePerson: 0.5,
                currentYear: 2026,
                findingsMax: findingsMax
            )
        ).run()
    }

    @Test func `finds what is wrong and nothing else`() async throws {
        let gallery = try await Sample.gallery(store)
        func person(_ key: String, born: Int?) async throws -> PersonID {
            let found = try await store.person(
                withKey: key,
                name: key,
                metadata: PersonMetadata(birthYear: born),
                in: gallery
            )
            return try #require(found).id
        }
        let ann = try await person("ann", born: 1970)
        let bo = try await person("bo", born: 2012)
        let eve = try await person("eve", born: nil)
        // Grown up long since, and 17 on a photo of 1957.
        let cy = try await person("cy", born: 1940)
        // Ann has three faces alike and one of somebody else; Eve looks like Ann.
        for (number, axis) in [(0, 0), (1, 0), (2, 0), (3, 8)] {
            let look = UInt64(0x0123_4567_89AB_CDEF) &* UInt64(number * 2 + 1)
            try await enrol(number, of: ann, axis: axis, look: look, in: gallery)
        }
        try await enrol(4, of: bo, axis: 4, look: 0xFFFF_0000_FFFF_0000, in: gallery)
        try await enrol(5, of: bo, axis: 4, look: 0xFFFF_0000_FFFF_0003, in: gallery)
        try await enrol(6, of: eve, axis: 0, look: 0xAAAA, licence: nil, in: gallery)
        try await enrol(7, of: cy, axis: 12, look: 0x5555_0000_5555_0000, in: gallery)
        let found = Dictionary(grouping: try await report().findings, by: \.kind)
        #expect(found[.outlier]?.map(\.person) == [ann])
        #expect(found[.twins]?.count == 1)
        #expect(Set(found[.twins]?.flatMap { [$0.person, $0.other] } ?? []) == [ann, eve])
        #expect(found[.nearDuplicate]?.map(\.person) == [bo])
        #expect(found[.unlicensed]?.map(\.person) == [eve])
        #expect(found[.poor]?.map(\.person) == [bo])
        #expect(found[.minor]?.map(\.person) == [bo, cy])
        #expect(found[.minor]?.last?.detail == "born in 1940, on a photo of 1957")
    }

    @Test func `counts everything, and lists the clearest`() async throws {
        let gallery = try await Sample.gallery(store)
        let ann = try await Sample.person(1, store, in: gallery)
        for number in 0..<5 {
            let look = UInt64(0x0123_4567_89AB_CDEF) &* UInt64(number * 2 + 1)
            try await enrol(number, of: ann, axis: 0, look: look, licence: nil, in: gallery)
        }
        let report = try await report(findingsMax: 2)
        #expect(report.counts[.unlicensed] == 5)
        #expect(report.findings.count { $0.kind == .unlicensed } == 2)
        #expect(!report.listsAll(.unlicensed))
        #expect(report.listsAll(.twins))
    }

    @Test func `goes by photos where nobody has a name`() async throws {
        let gallery = try await Sample.gallery(store, labelled: false)
        try await enrol(4, of: nil, axis: 4, look: 0xFFFF_0000_FFFF_0000, in: gallery)
        try await enrol(5, of: nil, axis: 4, look: 0xFFFF_0000_FFFF_0003, in: gallery)
        try await enrol(6, of: nil, axis: 0, look: 0xAAAA, licence: nil, in: gallery)
        let report = try await report(labelled: false)
        #expect(report.counts == [.poor: 1, .nearDuplicate: 1, .unlicensed: 1])
        #expect(report.findings.allSatisfy { $0.person == nil && $0.origin != nil })
    }
}
