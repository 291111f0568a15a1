public import FaceTypes

/// A person as the catalogue holds them.
public struct PersonRecord: Sendable, Hashable {
    /// The catalogue's key.
    public var id: PersonID

    /// The source's stable key within the gallery (a folder name, a QID, an id column); not a label.
    public var key: String

    /// What people call them; two persons may share it.
    public var name: String

    /// What is known of them.
    public var metadata: PersonMetadata

    /// Live photos of them.
    public var photoCount: Int

    /// Makes a record.
    public init(
        id: PersonID,
        key: String,
        name: String,
        metadata: PersonMetadata,
        photoCount: Int
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.metadata = metadata
        self.photoCount = photoCount
    }
}
