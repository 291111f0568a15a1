import Assembly
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import TestSupport
import Testing
import VectorIndex

/// A catalogue in memory, an exact twin of its index, and a folder for the stored ones.
struct IndexBench {
    static let dimension = 32
    private let folder: TemporaryFolder
    let path: String
    private let pauses: ReopeningPauses
    let store = MemoryGalleryStore()
    let gallery: GalleryRecord
    let exact = ExactNeighborIndex()
    let population = GalleryPopulation(dimension: dimension)

    /// - Parameter folder: where the files lie; in a temporary folder without.
    init(folder given: String? = nil, pauses: ReopeningPauses = ReopeningPauses()) throws {
        folder = try TemporaryFolder()
        path = given ?? folder.path("7")
        self.pauses = pauses
        gallery = try store.createGallery(
            named: "default",
            pack: PackIdentity(name: "p", version: "1", hash: "00", dimension: Self.dimension),
            keep: .photos,
            labelled: true
        )
    }

    func openFiles() throws -> StoredIndex {
        try StoredIndex.open(
            folder: path,
            dimension: Self.dimension,
            sequence: try store.statistics(of: gallery.id).sequence,
            recall: 1,
            pauses: pauses
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

    /// A face of the gallery.
    func anyFace() throws -> FaceID {
        let changes = try store.changes(after: 0, limit: 1_000, in: gallery.id)
        let face = changes.lazy.compactMap { change -> FaceID? in
            if case .added(let face, _, _) = change.event { face } else { nil }
        }.first
        return try #require(face)
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

extension IndexBench {
    /// Whether some eight components of a vector stand in any file of the index.
    func holds(_ vector: [Float]) throws -> Bool {
        let sought = vector[8..<16].withUnsafeBytes { Data($0) }
        return try FileManager.default.contentsOfDirectory(atPath: path).contains { name in
            try Data(contentsOf: URL(filePath: path + "/" + name)).range(of: sought) != nil
        }
    }
}
