public import FaceTypes

/// A photo with all the catalogue holds of it.
public struct PhotoRecord: Sendable, Hashable {
    /// The catalogue's key.
    public var id: PhotoID
    /// SHA-256 of its bytes, or a stand-in when the photo is gone and only a crop is left.
    public var hash: ContentHash
    /// 64-bit perceptual hash.
    public var perceptualHash: UInt64
    /// Columns of the upright full-size photo.
    public var width: Int
    /// Rows of the upright full-size photo.
    public var height: Int
    /// Size of its bytes.
    public var byteCount: Int
    /// Where it was read: a path or an address.
    public var origin: String
    /// Who made it and under what terms.
    public var credit: PhotoCredit
    /// Whether its bytes are in object storage.
    public var stored: Bool
    /// Its faces, oldest first.
    public var faces: [StoredFace]

    /// Makes a record.
    public init(
        id: PhotoID,
        hash: ContentHash,
        perceptualHash: UInt64,
        width: Int,
        height: Int,
        byteCount: Int,
        origin: String,
        credit: PhotoCredit,
        stored: Bool,
        faces: [StoredFace]
    ) {
        self.id = id
        self.hash = hash
        self.perceptualHash = perceptualHash
        self.width = width
        self.height = height
        self.byteCount = byteCount
        self.origin = origin
        self.credit = credit
        self.stored = stored
        self.faces = faces
    }
}

/// A catalogue that can be read photo by photo: to be moved, or looked through.
public protocol PhotoListing: Sendable {
    /// Photos in order of id, at most `limit`, after the given one.
    func photos(
        in gallery: GalleryID,
        after: PhotoID?,
        limit: Int
    ) async throws -> [PhotoRecord]
}
