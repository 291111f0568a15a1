import FaceTypes
import Gallery
import VectorIndex

/// The embedded exact index as a gallery's `NeighborIndex`: faces are ids, people are groups.
///
/// It lives in memory and follows the catalogue's change log; searches see a snapshot.
actor EmbeddedIndex: NeighborIndex {
    private let index: FlatIndex
    private var followed: Int64 = 0

    /// Makes an empty index for embeddings of one dimension.
    init(dimension: Int) { index = FlatIndex(dimension: dimension, metric: .innerProduct) }

    var sequence: Int64 { followed }

    nonisolated var count: Int { index.count }

    func apply(_ changes: [GalleryChange]) async throws {
        let fresh = changes.filter { $0.sequence > followed }
        guard let last = fresh.last else { return }
        try index.apply(fresh.map(Self.vectorChange))
        followed = last.sequence
    }

    nonisolated func nearestFaces(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) async throws -> [Neighbor] {
        try index.nearest(to: probe.values, limit: limit, filter: Self.filter(people))
            .map(Self.neighbor)
    }

    nonisolated func nearestPeople(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?,
        excluding: PersonID?
    ) async throws -> [Neighbor] {
        try index.nearestGroups(
            to: probe.values,
            limit: limit,
            filter: Self.filter(people),
            excludingGroup: excluding.map { UInt64($0.rawValue) }
        ).map(Self.neighbor)
    }

    private static func filter(_ people: Set<PersonID>?) -> VectorFilter? {
        people.map { VectorFilter(groups: $0.map { UInt64($0.rawValue) }) }
    }

    private static func neighbor(_ match: VectorMatch) -> Neighbor {
        Neighbor(
            face: FaceID(Int64(match.id)),
            person: match.group.map { PersonID(Int64($0)) },
            similarity: match.similarity
        )
    }

    private static func vectorChange(_ change: GalleryChange) -> VectorChange {
        switch change.event {
        case .added(let face, let person, let embedding):
            .upsert(
                id: UInt64(face.rawValue),
                group: person.map { UInt64($0.rawValue) },
                vector: embedding.values
            )
        case .removed(let face): .remove(id: UInt64(face.rawValue))
        }
    }
}
