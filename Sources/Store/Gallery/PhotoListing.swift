public import FaceTypes

/// A photo with everything the catalogue holds of it.
public struct WholePhoto: Sendable, Hashable {
    /// What callers of the catalogue see of it.
    public var record: PhotoRecord
    /// 64-bit perceptual hash.
    public var perceptualHash: UInt64
    /// Size of its bytes.
    public var byteCount: Int
    /// Its faces, oldest first.
    public var faces: [StoredFace]

    /// Joins the parts.
    public init(
        record: PhotoRecord,
        perceptualHash: UInt64,
        byteCount: Int,
        faces: [StoredFace]
    ) {
        self.record = record
        self.perceptualHash = perceptualHash
        self.byteCount = byteCount
        self.faces = faces
    }
}

/// A catalogue whose photos can be read whole: to be moved, or looked through.
public protocol PhotoListing: Sendable {
    /// Photos in order of id, at most `limit`, after the given one.
    func wholePhotos(
        in gallery: GalleryID,
        after: PhotoID?,
        limit: Int
    ) async throws -> [WholePhoto]
}
