public import FaceTypes

/// What a removal took away.
public struct RemovalReceipt: Sendable, Hashable {
    /// The person, or `nil` when one photo was removed.
    public var person: PersonID?
    /// The faces now gone from the catalogue.
    public var faces: [FaceID]
    /// Photos that are gone; a bystander's face in one of them stays with its crop alone.
    public var photos: [PhotoID]
    /// Objects no record refers to any more: the caller deletes them from object storage
    /// and reports it by `GalleryStore.forgetOrphans`.
    public var orphanedObjects: [ContentHash]
    /// Jobs of the person's photos that were still to be done and are gone from the queue.
    public var jobs = 0
    /// Whether the removed bytes were overwritten in the store's own files as well.
    ///
    /// `false` when another process was reading just then: the removal itself is done and durable,
    /// and the store overwrites what is left at the next removal or opening.
    public var scrubbed: Bool

    /// Other people's faces that lost their photo and have no crop: its object was missing or damaged.
    public var bystandersWithoutCrop = 0
    /// What is still to be deleted though the removal is done and durable; the next removal, ingest
    /// or crawl does it.
    public var due: Set<Due> = []

    /// What may be left for later.
    public enum Due: String, Sendable, Hashable, Codable, CaseIterable {
        /// Stored objects no record refers to any more.
        case objects
        /// The removed faces in the files of the index.
        case index
        /// The person's lines in the record of crawls, which the next crawl takes out.
        case evidence
    }

    /// Makes a receipt.
    public init(
        person: PersonID?,
        faces: [FaceID],
        photos: [PhotoID],
        orphanedObjects: [ContentHash],
        scrubbed: Bool
    ) {
        self.person = person
        self.faces = faces
        self.photos = photos
        self.orphanedObjects = orphanedObjects
        self.scrubbed = scrubbed
    }
}
