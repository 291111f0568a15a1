import FaceTypes
import Gallery
public import Wikimedia

extension House {
    /// Tells which photos are enrolled for whom in the gallery the settings name, so that a crawl that
    /// goes on does not fetch them again.
    ///
    /// Read once; keeps eight bytes a photo. Two of a million photos sharing a hash is a matter of one
    /// in ten million, and costs a photo, nothing else.
    public func enrolledPhotos() async throws -> WikimediaSource.EnrolledBefore {
        guard settings.home.exists else { return { _, _ in false } }
        let store = try catalogue(creating: true)
        guard let record = try await store.gallery(named: settings.gallery), record.labelled else {
            return { _, _ in false }
        }
        var known: Set<Int> = []
        var last: PersonID?
        while true {
            let people = try await store.people(
                in: record.id,
                named: nil,
                after: last,
                limit: 500
            )
            guard let end = people.last else { break }
            for person in people {
                for face in try await store.faces(of: person.id, in: record.id) {
                    known.insert(Self.mark(person.key, face.origin))
                }
            }
            last = end.id
        }
        return { [known] key, origin in known.contains(Self.mark(key, origin)) }
    }

    private static func mark(_ key: String, _ origin: String) -> Int {
        var hasher = Hasher()
        hasher.combine(key)
        hasher.combine(origin)
        return hasher.finalize()
    }
}
