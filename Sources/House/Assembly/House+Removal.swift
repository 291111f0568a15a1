public import FaceTypes
public import Gallery
import Ingest

extension House {
    /// Removes a person: bystanders' crops first, then the catalogue, then the objects.
    public func remove(
        _ person: PersonID,
        from gallery: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> RemovalReceipt {
        try await removal(in: store).remove(person, from: gallery)
    }

    /// Deletes the objects no record refers to any more, also those an earlier crash left.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func sweepOrphans(in store: any GalleryStore) async throws -> Int {
        try await removal(in: store).sweepOrphans()
    }

    private func removal(in store: any GalleryStore) -> Removal {
        Removal(store: store, objects: objects(), pool: pool())
    }
}
