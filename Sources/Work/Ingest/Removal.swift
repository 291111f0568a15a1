public import FaceTypes
public import Gallery
import Imaging
public import ObjectStorage
public import Pools

/// Takes people, photos and galleries away for good: bystanders' crops first, then the catalogue,
/// then the objects.
///
/// A crash between the last two leaves objects nothing refers to, which the catalogue remembers and
/// the next removal or ingest sweeps; it never leaves a record without its object.
public struct Removal: Sendable {
    /// Share of a bystander's box added on each side of the crop that stays of them; narrow on
    /// purpose: the removed person stands beside the bystander.
    public static let bystanderMargin: Float = 0.15

    static let bystanderEdgeMax = 512
    static let bystanderJPEGQuality = 90

    private let store: any GalleryStore
    private let objects: any ObjectStore
    private let pool: BoundedPool

    /// Joins the parts.
    ///
    /// - Parameter pool: where bystanders' crops are cut.
    public init(store: any GalleryStore, objects: any ObjectStore, pool: BoundedPool) {
        self.store = store
        self.objects = objects
        self.pool = pool
    }

    /// Removes a person with every photo that shows them.
    ///
    /// - Throws: what the catalogue and the object store throw, `ImagingError` when a bystander's
    ///   crop can't be made; then nothing was removed.
    public func remove(
        _ person: PersonID,
        from gallery: GalleryRecord
    ) async throws -> RemovalReceipt {
        let plan = try await store.removalPlan(for: person, in: gallery.id)
        var cut: [[UInt8]] = []
        let bystanders = plan.bystanders.filter(\.photoStored)
        for face in bystanders {
            let bytes = try await objects.bytes(of: face.photoHash)
            cut.append(try await pool.run { try Self.crop(of: face, in: bytes) })
        }
        let receipt = try await objects.put(cut) { [store] addresses in
            let crops = Dictionary(uniqueKeysWithValues: zip(bystanders.map(\.id), addresses))
            return try await store.remove(person, bystanderCrops: crops, from: gallery.id)
        }
        try await sweepOrphans()
        return receipt
    }

    /// Removes a photo with all its faces.
    ///
    /// - Returns: `nil` when there is no such photo.
    public func remove(
        _ photo: PhotoID,
        from gallery: GalleryRecord
    ) async throws -> RemovalReceipt? {
        let receipt = try await store.remove(photo, from: gallery.id)
        if receipt != nil { try await sweepOrphans() }
        return receipt
    }

    /// Removes a gallery with all it holds.
    ///
    /// - Returns: how many stored objects went with it.
    public func remove(_ gallery: GalleryRecord) async throws -> Int {
        _ = try await store.removeGallery(gallery.id)
        return try await sweepOrphans()
    }

    /// Deletes the objects no record refers to any more, also those an earlier crash left.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func sweepOrphans() async throws -> Int {
        try await OrphanSweep(store: store, objects: objects).run()
    }

    private static func crop(of face: StoredFace, in bytes: [UInt8]) throws -> [UInt8] {
        let crop = FaceCrop.cut(
            face.detection.box,
            from: try decodeImage(bytes).image,
            fullWidth: face.photoWidth,
            margin: bystanderMargin,
            edgeMax: bystanderEdgeMax
        )
        return try encodeJPEG(crop, quality: bystanderJPEGQuality)
    }
}
