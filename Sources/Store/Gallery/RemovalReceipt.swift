public import FaceTypes

/// What a removal took away.
public struct RemovalReceipt: Sendable, Hashable {
    /// The person.
    public var person: PersonID
    /// Their faces, now gone from the catalogue.
    public var faces: [FaceID]
    /// Photos that showed them and are gone.
    public var photos: [PhotoID]
    /// Objects no record refers to any more: the caller deletes them from object storage.
    public var orphanedObjects: [ContentHash]

    /// Makes a receipt.
    public init(
        person: PersonID,
        faces: [FaceID],
        photos: [PhotoID],
        orphanedObjects: [ContentHash]
    ) {
        self.person = person
        self.faces = faces
        self.photos = photos
        self.orphanedObjects = orphanedObjects
    }
}
