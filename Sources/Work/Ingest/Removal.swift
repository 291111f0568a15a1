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
    /// A bystander whose photo is missing or damaged stays without a crop: that is no reason to keep
    /// the person who asked to be removed.
    /// - Throws: what the catalogue and the object store throw, `ImagingError` when this machine can't
    ///   make a crop at all; then nothing was removed. Once the catalogue has committed nothing
    ///   throws: what is left over is told by the receipt.
    public func remove(
        _ person: PersonID,
        from gallery: GalleryRecord
    ) async throws -> RemovalReceipt {
        let plan = try await store.removalPlan(for: person, in: gallery.id)
        var bystanders: [FaceID] = []
        var crops: [[UInt8]] = []
        let waiting = plan.bystanders.filter(\.photoStored)
        for face in waiting {
            guard let crop = try await crop(of: face) else { continue }
            bystanders.append(face.id)
            crops.append(crop)
        }
        var receipt = try await objects.put(crops) { [store, bystanders] addresses in
            let crops = Dictionary(uniqueKeysWithValues: zip(bystanders, addresses))
            return try await store.remove(person, bystanderCrops: crops, from: gallery.id)
        }
        receipt.bystandersWithoutCrop = waiting.count - bystanders.count
        return await swept(receipt)
    }

    /// Removes a photo with all its faces.
    ///
    /// - Returns: `nil` when there is no such photo.
    public func remove(
        _ photo: PhotoID,
        from gallery: GalleryRecord
    ) async throws -> RemovalReceipt? {
        guard let receipt = try await store.remove(photo, from: gallery.id) else { return nil }
        return await swept(receipt)
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

    /// Deletes the objects; that it fails must not hide that the removal is done.
    private func swept(_ receipt: RemovalReceipt) async -> RemovalReceipt {
        do {
            try await sweepOrphans()
            return receipt
        } catch {
            var receipt = receipt
            receipt.due.insert(.objects)
            return receipt
        }
    }

    /// A bystander's crop; `nil` when their photo is missing or damaged.
    private func crop(of face: StoredFace) async throws -> [UInt8]? {
        do {
            let bytes = try await objects.bytes(of: face.photoHash)
            return try await pool.run { try Self.crop(of: face, in: bytes) }
        } catch ObjectStorageError.missing, ObjectStorageError.damaged {
            return nil
        } catch let error as ImagingError {
            switch error {
            case .libraryMissing, .codecMissing, .cannotEncode: throw error
            default: return nil
            }
        }
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
