import FaceTypes
import Gallery
import GalleryDoubles

/// An exact index whose searches for people wait behind a gate until a test opens it.
actor GatedIndex: NeighborIndex {
    nonisolated let inner = ExactNeighborIndex()
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watchers: [CheckedContinuation<Void, Never>] = []

    /// Lets all searches through from now on.
    func open() {
        isOpen = true
        for search in waiting { search.resume() }
        waiting = []
    }

    /// Returns when a search waits.
    func searchArrived() async {
        if !waiting.isEmpty { return }
        await withCheckedContinuation { watchers.append($0) }
    }

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
    ) async -> [Neighbor] {
        if !isOpen {
            await withCheckedContinuation { continuation in
                waiting.append(continuation)
                for watcher in watchers { watcher.resume() }
                watchers = []
            }
        }
        return inner.nearestPeople(to: probe, limit: limit, among: people, excluding: excluding)
    }
}
