public import FaceTypes
import Foundation
public import Gallery
import Imaging
import Ingest
import ObjectStorage

extension House {
    /// Removes a person: bystanders' crops first, then the catalogue, then the objects.
    ///
    /// A crash between the last two leaves objects nothing refers to, which `doctor` names and
    /// sweeps; it never leaves a record without its object.
    public func remove(
        _ person: PersonID,
        from gallery: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> RemovalReceipt {
        let objects = objects()
        let plan = try await store.removalPlan(for: person, in: gallery.id)
        var crops: [FaceID: ContentHash] = [:]
        for face in plan.bystanders where face.photoStored {
            let photo = try decodeImage(try await objects.bytes(of: face.photoHash))
            let crop = FaceCrop.cut(
                face.detection.box,
                from: photo.image,
                fullWidth: face.photoWidth,
                margin: Self.bystanderMargin,
                edgeMax: Self.bystanderEdgeMax
            )
            crops[face.id] = try await objects.put(try encodeJPEG(crop, quality: 90))
        }
        let receipt = try await store.remove(person, bystanderCrops: crops, from: gallery.id)
        try await sweepOrphans(in: store)
        try await forgetRemoved(from: gallery, in: store)
        return receipt
    }

    /// Removes a gallery with all it holds, its index files too.
    ///
    /// - Returns: how many stored objects went with it.
    public func removeGallery(
        _ gallery: GalleryRecord,
        from store: any GalleryStore
    ) async throws -> Int {
        _ = try await store.removeGallery(gallery.id)
        try StoredIndex.discard(indexFolder(of: gallery.id))
        return try await sweepOrphans(in: store)
    }

    /// Takes removed vectors out of the index files; another process that writes them does so
    /// itself when it follows the change log.
    private func forgetRemoved(
        from gallery: GalleryRecord,
        in store: any GalleryStore
    ) async throws {
        guard FileManager.default.fileExists(atPath: indexFolder(of: gallery.id)) else { return }
        _ = try await index(of: gallery, in: store)
    }

    /// Deletes the objects no record refers to any more, also those an earlier crash left.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func sweepOrphans(in store: any GalleryStore) async throws -> Int {
        let orphans = try await store.orphanedObjects()
        guard !orphans.isEmpty else { return 0 }
        try await objects().delete(orphans)
        try await store.forgetOrphans(orphans)
        return orphans.count
    }

    /// Narrow on purpose: the removed person stands beside the bystander.
    static let bystanderMargin: Float = 0.15
    static let bystanderEdgeMax = 512
}
