public import FaceTypes
public import Gallery
import Synchronization

/// A neighbour index that compares a probe with every face; for tests.
public final class ExactNeighborIndex: NeighborIndex {
    private struct Entry {
        var person: PersonID?
        var embedding: Embedding
    }

    private struct State {
        var sequence: Int64 = 0
        var entries: [FaceID: Entry] = [:]
    }

    private let state = Mutex(State())

    /// Makes an empty index.
    public init() {}

    /// The position of the change log followed up to.
    public var sequence: Int64 { state.withLock { $0.sequence } }

    /// Live faces.
    public var count: Int { state.withLock { $0.entries.count } }

    /// Applies changes, oldest first.
    public func apply(_ changes: [GalleryChange]) {
        state.withLock { state in
            for change in changes where change.sequence > state.sequence {
                switch change.event {
                case .added(let face, let person, let embedding):
                    state.entries[face] = Entry(person: person, embedding: embedding)
                case .removed(let face):
                    state.entries[face] = nil
                }
                state.sequence = change.sequence
            }
        }
    }

    /// Applies what the store's log holds beyond this index.
    public func follow(_ store: any GalleryStore, gallery: GalleryID) async throws {
        while true {
            let page = try await store.changes(after: sequence, limit: 1_000, in: gallery)
            if page.isEmpty { return }
            apply(page)
        }
    }

    /// The nearest faces, closest first; ties by key.
    public func nearestFaces(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) -> [Neighbor] {
        Array(ranked(probe, among: people, excluding: nil).prefix(limit))
    }

    /// The nearest people, closest first.
    public func nearestPeople(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?,
        excluding: PersonID?
    ) -> [Neighbor] {
        var seen: Set<PersonID> = []
        let best = ranked(probe, among: people, excluding: excluding).filter { neighbor in
            guard let person = neighbor.person else { return true }
            return seen.insert(person).inserted
        }
        return Array(best.prefix(limit))
    }

    private func ranked(
        _ probe: Embedding,
        among people: Set<PersonID>?,
        excluding: PersonID?
    ) -> [Neighbor] {
        let all = state.withLock { $0.entries }
        let neighbors = all.compactMap { face, entry -> Neighbor? in
            if let people {
                guard let person = entry.person, people.contains(person) else { return nil }
            }
            if let excluding, entry.person == excluding { return nil }
            return Neighbor(
                face: face,
                person: entry.person,
                similarity: probe.similarity(to: entry.embedding)
            )
        }
        return neighbors.sorted { ($0.similarity, $1.face) > ($1.similarity, $0.face) }
    }
}
