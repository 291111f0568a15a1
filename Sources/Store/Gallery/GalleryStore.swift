public import FaceTypes

/// The catalogue: the truth about galleries, people, photos and faces.
///
/// Every call is one transaction: done whole or not at all, durable when it returns. Calls may come
/// from any task and, for stores on disk, from several processes at once; a call that has to wait
/// for another process waits up to the store's own named limit and then throws
/// `GalleryError.busy`.
public protocol GalleryStore: Sendable {
    /// All galleries, by name.
    func galleries() async throws -> [GalleryRecord]

    /// One gallery, or `nil`.
    func gallery(named name: String) async throws -> GalleryRecord?

    /// Creates a gallery; the same name with another pack, policy or labelling throws.
    func createGallery(
        named name: String,
        pack: PackIdentity,
        keep: KeepPolicy,
        labelled: Bool
    ) async throws -> GalleryRecord

    /// Removes a gallery with all it holds; returns the objects nothing refers to any more.
    func removeGallery(_ gallery: GalleryID) async throws -> [ContentHash]

    /// How much a gallery holds.
    func statistics(of gallery: GalleryID) async throws -> GalleryStatistics

    /// Finds the person with this key, or makes them; metadata that is given replaces what was there.
    /// - Returns: `nil` when a suppression record forbids the key.
    func person(
        withKey key: String,
        name: String,
        metadata: PersonMetadata,
        in gallery: GalleryID
    ) async throws -> PersonRecord?

    /// People in order of id, at most `limit`, after the given id; `named` matches part of the name.
    func people(
        in gallery: GalleryID,
        named: String?,
        after: PersonID?,
        limit: Int
    ) async throws -> [PersonRecord]

    /// The people with these ids; missing ones are left out.
    func people(_ ids: [PersonID], in gallery: GalleryID) async throws -> [PersonRecord]

    /// Gives a person another label.
    func rename(_ person: PersonID, to name: String, in gallery: GalleryID) async throws

    /// Moves every face of one person to another and drops the first; logged as changes.
    func merge(_ person: PersonID, into other: PersonID, in gallery: GalleryID) async throws

    /// Removes a person as DESIGN section 3 says and leaves a suppression record.
    func remove(_ person: PersonID, from gallery: GalleryID) async throws -> RemovalReceipt

    /// Which of these photos need no work: enrolled already for this person (or anybody, if `nil`).
    func enrolledPhotos(
        among hashes: [ContentHash],
        person: PersonID?,
        in gallery: GalleryID
    ) async throws -> Set<ContentHash>

    /// Writes a photo with its faces, and one change per new face.
    func enrol(_ enrolment: Enrolment, in gallery: GalleryID) async throws -> EnrolmentOutcome

    /// The faces with these ids, in the order asked; missing ones are left out.
    func faces(_ ids: [FaceID], in gallery: GalleryID) async throws -> [StoredFace]

    /// The live faces of a person, best quality first.
    func faces(of person: PersonID, in gallery: GalleryID) async throws -> [StoredFace]

    /// The embeddings of these faces, in the order asked; missing ones are left out.
    func embeddings(
        of faces: [FaceID],
        in gallery: GalleryID
    ) async throws -> [(face: FaceID, embedding: Embedding)]

    /// The change log after a position, oldest first, at most `limit` entries.
    ///
    /// The log may be compacted: an added face that was removed later need not appear at all.
    func changes(
        after sequence: Int64,
        limit: Int,
        in gallery: GalleryID
    ) async throws -> [GalleryChange]

    /// The people who pass a filter.
    func people(
        matching filter: PersonFilter,
        in gallery: GalleryID
    ) async throws -> Set<PersonID>

    /// Keeps a small derived value (a calibration sketch) under a key; `nil` forgets it.
    func setDerived(_ value: [UInt8]?, forKey key: String, in gallery: GalleryID) async throws

    /// Reads a derived value.
    func derived(forKey key: String, in gallery: GalleryID) async throws -> [UInt8]?
}
