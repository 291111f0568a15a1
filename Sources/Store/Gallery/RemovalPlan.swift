public import FaceTypes

/// What a removal will take away, so that the caller can first make what must stay.
///
/// The plan is a reading, not a reservation: `GalleryStore.remove` looks again, and a bystander who
/// was enrolled in between stays without a crop.
public struct RemovalPlan: Sendable, Hashable {
    /// The person.
    public var person: PersonID
    /// The faces that will go.
    public var faces: [FaceID]
    /// The photos that will go.
    public var photos: [PhotoID]
    /// Other faces in those photos that have no crop while the photo's bytes are stored.
    ///
    /// They lose their photo: cut a crop of each from it, put it into object storage, and hand its
    /// address to the removal.
    public var bystanders: [StoredFace]

    /// Makes a plan.
    public init(
        person: PersonID,
        faces: [FaceID],
        photos: [PhotoID],
        bystanders: [StoredFace]
    ) {
        self.person = person
        self.faces = faces
        self.photos = photos
        self.bystanders = bystanders
    }
}
