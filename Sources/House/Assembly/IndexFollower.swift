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
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(
                after: index.sequence,
                limit: Self.pageSize,
                in: gallery
            )
            if page.isEmpty { return }
            try await index.apply(page)
        }
    }
}
