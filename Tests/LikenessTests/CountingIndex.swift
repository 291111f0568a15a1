import FaceTypes
import Gallery
import GalleryDoubles
import Synchronization

/// An exact index that counts the questions it is asked.
final class CountingIndex: NeighborIndex {
    let inner = ExactNeighborIndex()
    private let asked = Mutex(0)

    /// Searches for the nearest people so far.
    var searches: Int { asked.withLock { $0 } }

    var sequence: Int64 { inner.sequence }
    var count: Int { inner.count }

    func apply(_ changes: [GalleryChange]) { inner.apply(changes) }

    func nearestFaces(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) -> [Neighbor] {
        inner.nearestFaces(to: probe, limit: limit, among: people)
    }

    func nearestPeople(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?,
        excluding: PersonID?
    ) -> [Neighbor] {
        asked.withLock { $0 += 1 }
        return inner.nearestPeople(to: probe, limit: limit, among: people, excluding: excluding)
    }
}
