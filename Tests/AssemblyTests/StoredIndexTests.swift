import Assembly
import Dispatch
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import Synchronization
import TestSupport
import Testing
import VectorIndex

/// A catalogue in memory, an exact twin of its index, and a folder for the stored ones.
private struct Bench {
    static let dimension = 32
    let folder: TemporaryFolder
    let store = MemoryGalleryStore()
    let gallery: GalleryRecord
    let exact = ExactNeighborIndex()
    let population = GalleryPopulation(dimension: dimension)

    init() throws {
        folder = try TemporaryFolder()
        gallery = try store.createGallery(
            named: "default",
            pack: PackIdentity(name: "p", version: "1", hash: "00", dimension: Self.dimension),
            keep: .photos,
            labelled: true
        )
    }

    var path: String { folder.path + "/7" }

    func openFiles() throws -> StoredIndex {
        try StoredIndex.open(
            folder: path,
            dimension: Self.dimension,
            sequence: try store.statistics(of: gallery.id).sequence,
            recall: 1
        )
    }

    /// Makes one of the files something else.
    func damage() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        let segment = try #require(names.first { $0.hasPrefix("segment-") })
        try Data([1, 2, 3]).write(to: URL(filePath: path + "/" + segment))
    }

    func open() async throws -> StoredIndex {
        let index = try openFiles()
        try await index.follow(store, gallery: gallery.id)
        return index
    }

    func person(_ number: Int) throws -> PersonID {
        let person = try store.person(
            withKey: "key-\(number)",
            name: "Person \(number)",
            metadata: PersonMetadata(),
            in: gallery.id
        )
        return try #require(person).id
    }

    func enrol(_ photos: Range<Int>) throws {
        var batch: [Enrolment] = []
        for photo in photos {
            let number = photo / 3
            batch.append(
                population.enrolment(
                    person: try person(number),
                    embedding: population.embedding(ofPerson: number, photo: photo),
                    photo: photo
                )
            )
        }
        _ = try store.enrol(batch, in: gallery.id)
    }

    /// Both indexes must name the same people and faces, filtered or not.
    func expectSame(_ index: StoredIndex, _ note: Comment) async throws {
        try await exact.follow(store, gallery: gallery.id)
        #expect(index.count == exact.count, note)
        let some = Set(
            try store.people(in: gallery.id, named: nil, after: nil, limit: 1_000)
                .map(\.id).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        )
        for probe in 0..<12 {
            let embedding = population.embedding(ofPerson: probe * 5, photo: 100_000 + probe)
            for people in [nil, some] {
                let found = try await index.nearestPeople(
                    to: embedding,
                    limit: 10,
                    among: people,
                    excluding: nil
                )
                let wanted = exact.nearestPeople(
                    to: embedding,
                    limit: 10,
                    among: people,
                    excluding: nil
                )
                #expect(found.map(\.face) == wanted.map(\.face), note)
                #expect(found.map(\.person) == wanted.map(\.person), note)
                let faces = try await index.nearestFaces(to: embedding, limit: 10, among: people)
                let exactFaces = exact.nearestFaces(to: embedding, limit: 10, among: people)
                #expect(faces.map(\.face) == exactFaces.map(\.face), note)
            }
        }
    }
}

@Suite struct StoredIndexTests {
    @Test func `a process that reads answers from the catalogue's last change`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<90)
        let writer = try await bench.open()
        let reader = try await bench.open()
        #expect(writer.hold == .writer)
        #expect(reader.hold == .reader)
        try await bench.expectSame(reader, "published")

        try bench.enrol(90..<120)
        let first = try bench.person(0)
        try bench.store.merge(
            first,
            into: try bench.person(1),
            in: bench.gallery.id
        )
        _ = try bench.store.remove(
            try bench.person(2),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        try await reader.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(reader, "not yet published")

        try await writer.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(writer, "written")
        try bench.enrol(120..<130)
        try await reader.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(reader, "published and later")
    }

    @Test func `what was saved is there again without the catalogue`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<60)
        var position: Int64 = 0
        do {
            let index = try await bench.open()
            position = index.sequence
        }
        let files = try VectorIndex(reading: bench.path)
        #expect(files.position == position)
        #expect(files.count == 60)
    }

    @Test func `damaged files are made anew from the catalogue`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        try bench.damage()
        let index = try await bench.open()
        try await bench.expectSame(index, "rebuilt")
        #expect(try VectorIndex.problems(inFolder: bench.path).isEmpty)
    }

    @Test func `of many that find damage at once, one makes the files anew`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        for round in 0..<20 {
            try bench.damage()
            let opened = Mutex<[StoredIndex]>([])
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                // Before the one has published its first file the others find nothing to read.
                guard let index = try? bench.openFiles() else { return }
                opened.withLock { $0.append(index) }
            }
            let all = opened.withLock { $0 }
            let writers = all.filter { $0.hold == .writer }
            #expect(writers.count == 1, "round \(round)")
            let writer = try #require(writers.first)
            try await writer.follow(bench.store, gallery: bench.gallery.id)
            #expect(try VectorIndex.problems(inFolder: bench.path).isEmpty)
            #expect(try VectorIndex(reading: bench.path).count == 60)
        }
    }

    @Test func `files that are being written are not made anew`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<60)
        let writer = try await bench.open()
        #expect(throws: VectorIndexError.locked(file: bench.path + "/lock")) {
            try StoredIndex.remake(folder: bench.path, dimension: Bench.dimension, recall: 1)
        }
        try bench.enrol(60..<90)
        try await writer.follow(bench.store, gallery: bench.gallery.id)
        #expect(try VectorIndex(reading: bench.path).count == 90)
    }

    @Test func `files that are made anew are made from the catalogue`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        let made = try StoredIndex.remake(
            folder: bench.path,
            dimension: Bench.dimension,
            recall: 1
        )
        #expect(made.count == 0)
        try await made.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(made, "made anew")
    }

    @Test func `files of a later catalogue are made anew`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        let restored = try StoredIndex.open(
            folder: bench.path,
            dimension: Bench.dimension,
            sequence: 3,
            recall: 1
        )
        #expect(restored.count == 0)
    }

    @Test func `no file holds the vector of a removed person`() async throws {
        let bench = try Bench()
        try bench.enrol(0..<60)
        let index = try await bench.open()
        let canary = bench.population.embedding(ofPerson: 4, photo: 12).values
        #expect(try bench.holds(canary))
        _ = try bench.store.remove(
            try bench.person(4),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        try await index.follow(bench.store, gallery: bench.gallery.id)
        #expect(try !bench.holds(canary))
        try await bench.expectSame(index, "removed")
    }
}

extension Bench {
    /// Whether some eight components of a vector stand in any file of the index.
    fileprivate func holds(_ vector: [Float]) throws -> Bool {
        let sought = vector[8..<16].withUnsafeBytes { Data($0) }
        return try FileManager.default.contentsOfDirectory(atPath: path).contains { name in
            try Data(contentsOf: URL(filePath: path + "/" + name)).range(of: sought) != nil
        }
    }
}
