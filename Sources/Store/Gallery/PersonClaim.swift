/// Whom a source says a photo shows: enough to find the person in a gallery, or to make them.
public struct PersonClaim: Sendable, Hashable {
    /// The source's stable key within the gallery.
    public var key: String

    /// The label for a new person.
    public var name: String

    /// What the source knows of them.
    public var metadata: PersonMetadata

    /// Makes a claim.
    public init(key: String, name: String, metadata: PersonMetadata = PersonMetadata()) {
        self.key = key
        self.name = name
        self.metadata = metadata
    }
}
