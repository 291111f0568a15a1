import Assembly
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import GallerySQLite
import VectorIndex

/// The life of a process that enrols people, removes others and brings the index after them, until it
/// is killed or kills itself.
struct IndexLife {
    /// Where a life ends by its own hand; without, it goes on until somebody else ends it.
    enum End: String {
        /// New people are in the catalogue, the index has not heard of them.
        case enrolled
        /// Somebody is removed from the catalogue, the index has not heard of it.
        case removed
        /// The index has heard of the removal; nothing is saved.
        case applied
        /// The removal is saved in the index files; the vectors are not yet overwritten.
        case saved
    }

    /// People that are there before any is removed.
    static let peopleMin = 8
    static let photosEach = 3

    let store: SQLiteGallery
    let gallery: GalleryRecord
    let index: StoredIndex
    /// A line for every person there ever was; written before the person is.
    let numbers: String
    let population: GalleryPopulation

    func run(to end: End?) async throws {
        try await index.follow(store, gallery: gallery.id)
        while true {
            let people = try await store.people(
                in: gallery.id,
                named: nil,
                after: nil,
                limit: 1_000
            )
            try await enrol(try nextNumber())
            guard people.count >= Self.peopleMin else {
                try await index.follow(store, gallery: gallery.id)
                continue
            }
            if end == .enrolled { die() }
            _ = try await store.remove(people[0].id, bystanderCrops: [:], from: gallery.id)
            if end == .removed { die() }
            try await index.catchUp(with: store, gallery: gallery.id)
            if end == .applied { die() }
            if end == .saved {
                try index.files().checkpoint()
                die()
            }
            try index.settle()
        }
    }

    private func nextNumber() throws -> Int {
        let known = FileManager.default.contents(atPath: numbers) ?? Data()
        let number = known.count { $0 == UInt8(ascii: "\n") }
        let file = Foundation.open(numbers, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(file) }
        _ = write(file, "\n", 1)
        return number
    }

    private func enrol(_ number: Int) async throws {
        let claim = PersonClaim(key: "\(number)", name: "\(number)", metadata: PersonMetadata())
        guard let person = try await store.people(claimed: [claim], in: gallery.id)[0] else {
            return
        }
        let photos = (0..<Self.photosEach).map { photo in
            population.enrolment(
                person: person.id,
                embedding: population.embedding(ofPerson: number, photo: photo),
                photo: number * Self.photosEach + photo
            )
        }
        _ = try await store.enrol(photos, in: gallery.id)
    }

    private func die() -> Never {
        kill(getpid(), SIGKILL)
        while true { pause() }
    }
}
