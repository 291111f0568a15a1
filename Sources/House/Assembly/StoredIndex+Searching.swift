package import FaceTypes
package import Gallery
import Synchronization
import VectorIndex

extension StoredIndex {
    package nonisolated func nearestFaces(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) async throws -> [Neighbor] {
        let asked = people.map(filters.filter(admitting:))
        let found = try search(asked) { part, filter in
            try part.nearest(to: probe.values, limit: limit, recall: recall, filter: filter)
        }
        return found.prefix(limit).map(Neighbor.init)
    }

    package nonisolated func nearestPeople(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?,
        excluding: PersonID?
    ) async throws -> [Neighbor] {
        let asked = people.map(filters.filter(admitting:))
        let excluded = excluding.map { UInt64($0.rawValue) }
        let found = try search(asked) { part, filter in
            try part.nearestGroups(
                to: probe.values,
                limit: limit,
                recall: recall,
                filter: filter,
                excludingGroup: excluded
            )
        }
        // A person may have faces in both parts.
        var groups: Set<UInt64> = []
        let first = found.filter { $0.group.map { groups.insert($0).inserted } ?? true }
        return first.prefix(limit).map(Neighbor.init)
    }

    /// Searches what the files hold, then what came later; no face is in both.
    ///
    /// - Returns: the closest first.
    private nonisolated func search(
        _ asked: VectorFilter?,
        _ look: (IndexSnapshot, VectorFilter?) throws -> [VectorMatch]
    ) throws -> [VectorMatch] {
        let (base, later) = seen.withLock { ($0.base, $0.later) }
        guard let later else { return try look(base, asked) }
        let old = try look(base, later.hidden.filter(with: asked))
        guard later.vectors.count > 0 else { return old }
        return (old + (try look(later.vectors, asked))).sorted {
            $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.id < $1.id
        }
    }
}
