public import FaceTypes

/// A named collection of people, bound to one model pack.
public struct GalleryRecord: Sendable, Hashable {
    /// The catalogue's key.
    public var id: GalleryID

    /// Lower-case letters, digits, `-` and `_`; unique in the home.
    public var name: String

    /// The pack that made every embedding in it.
    public var pack: PackIdentity

    /// What is kept of a photo.
    public var keep: KeepPolicy

    /// Whether faces belong to named people; otherwise every face is an entry of its own.
    public var labelled: Bool

    /// Makes a record.
    public init(id: GalleryID, name: String, pack: PackIdentity, keep: KeepPolicy, labelled: Bool) {
        self.id = id
        self.name = name
        self.pack = pack
        self.keep = keep
        self.labelled = labelled
    }
}
