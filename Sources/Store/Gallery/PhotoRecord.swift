public import FaceTypes

/// A photo as the catalogue holds it.
public struct PhotoRecord: Sendable, Hashable {
    /// The catalogue's key.
    public var id: PhotoID
    /// SHA-256 of the photo's bytes; of a photo removed for one person's sake, a stand-in.
    public var hash: ContentHash
    /// Columns of the upright full-size photo.
    public var width: Int
    /// Rows of the upright full-size photo.
    public var height: Int
    /// Whether the photo's bytes are in object storage.
    public var stored: Bool
    /// Where it was read: a path or an address.
    public var origin: String
    /// Who made it and under what terms.
    public var credit: PhotoCredit
    /// Year it was taken, when known.
    public var year: Int?

    /// Makes a record.
    public init(
        id: PhotoID,
        hash: ContentHash,
        width: Int,
        height: Int,
        stored: Bool,
        origin: String,
        credit: PhotoCredit,
        year: Int? = nil
    ) {
        self.id = id
        self.hash = hash
        self.width = width
        self.height = height
        self.stored = stored
        self.origin = origin
        self.credit = credit
        self.year = year
    }
}
