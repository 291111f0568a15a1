import FaceTypes
import Gallery

/// Which photos are enrolled for whom in a gallery, so that a crawl that goes on does not fetch them
/// again.
///
/// Read once; keeps eight bytes a photo, and as many for its original. Two of a million photos sharing
/// a hash is a matter of one in ten million, and costs a photo, nothing else.
public struct EnrolledPhotos: Sendable {
    private var photos: Set<Int> = []
    private var people: Set<Int> = []

    /// Nothing is enrolled yet.
    init() {}

    /// Whether a photo, by where it was read, is enrolled for the person with a key.
    public func holds(_ origin: String, ofPerson key: String) -> Bool {
        photos.contains(Self.mark(key, origin))
    }

    /// Whether any photo is enrolled for the person with a key.
    public func holdsPerson(_ key: String) -> Bool { people.contains(key.hashValue) }

    /// Whether a photo cut from the same original, by its SHA-1, is enrolled for the person with a key.
    public func holdsOriginal(_ sha1: String, ofPerson key: String) -> Bool {
        photos.contains(Self.mark(key, Self.original(sha1)))
    }

    private static func original(_ sha1: String) -> String { "sha1:" + sha1 }

    mutating func note(_ origin: String, sha1: String?, ofPerson key: String) {
        photos.insert(Self.mark(key, origin))
        if let sha1 { photos.insert(Self.mark(key, Self.original(sha1))) }
        people.insert(key.hashValue)
    }

    private static func mark(_ key: String, _ origin: String) -> Int {
        var hasher = Hasher()
        hasher.combine(key)
        hasher.combine(origin)
        return hasher.finalize()
    }
}

extension House {
    /// The photos enrolled in the gallery the settings name; makes nothing.
    public func enrolledPhotos() async throws -> EnrolledPhotos {
        var enrolled = EnrolledPhotos()
        guard settings.home.hasCatalogue else { return enrolled }
        let store = try catalogue(creating: false)
        guard let record = try await store.gallery(named: settings.gallery), record.labelled else {
            return enrolled
        }
        var last: PersonID?
        while true {
            let people = try await store.people(
                in: record.id,
                named: nil,
                after: last,
                limit: 500
            )
            guard let end = people.last else { return enrolled }
            for person in people {
                for face in try await store.faces(of: person.id, in: record.id) {
                    enrolled.note(
                        face.origin,
                        sha1: face.credit.sha1,
                        ofPerson: person.key
                    )
                }
            }
            last = end.id
        }
    }
}
