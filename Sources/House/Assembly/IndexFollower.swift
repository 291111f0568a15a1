import FaceTypes
import Gallery

/// Brings an index up to the catalogue's last change.
struct IndexFollower: Sendable {
    /// Changes read at a time: a few megabytes of embeddings.
    static let pageSize = 4_096

    let store: any GalleryStore
    let gallery: GalleryID
    let index: any NeighborIndex

    func catchUp() async throws {
        _ = try await catchUpNamingRemoved()
    }

    /// - Returns: the faces that went.
    func catchUpNamingRemoved() async throws -> [FaceID] {
        var removed: [FaceID] = []
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(
                after: index.sequence,
                limit: Self.pageSize,
                in: gallery
            )
            if page.isEmpty { return removed }
            try await index.apply(page)
            for change in page {
                if case .removed(let face) = change.event { removed.append(face) }
            }
        }
    }
}
