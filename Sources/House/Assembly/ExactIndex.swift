import FaceTypes
import Gallery
import VectorIndex

/// An exact index in memory as a gallery's `NeighborIndex`.
///
/// It serves where no files can be written or read, and it is what the stored index is measured
/// against.
actor ExactIndex: NeighborIndex {
    private let index: FlatIndex
    private var followed: Int64 = 0

    /// Makes an empty index for embeddings of one dimension.
    init(dimension: Int) { index = FlatIndex(dimension: dimension, metric: .innerProduct) }

    var sequence: Int64 { followed }

    nonisolated var count: Int { index.count }

    func apply(_ changes: [GalleryChange]) async throws {
        let fresh = changes.filter { $0.sequence > followed }
        guard let last = fresh.last else { return }
        try index.apply(fresh.map(VectorChange.init))
        followed = last.sequence
    }

    nonisolated func nearestFaces(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) async throws -> [Neighbor] {
        try index.nearest(
            to: probe.values,
            limit: limit,
            filter: people.map(VectorFilter.init(people:))
        )
        .map(Neighbor.init)
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
            filter: people.map(VectorFilter.init(people:)),
            excludingGroup: excluding.map { UInt64($0.rawValue) }
        ).map(Neighbor.init)
    }
}
