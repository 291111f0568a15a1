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

    /// How much a gallery holds; everything is counted, so the time grows with the gallery.
    func statistics(of gallery: GalleryID) async throws -> GalleryStatistics

    /// The number of a gallery's last change, 0 before the first; takes no longer in a large gallery.
    func sequence(of gallery: GalleryID) async throws -> Int64

    /// Whether a gallery holds a face; takes no longer in a large gallery.
    func holdsFaces(_ gallery: GalleryID) async throws -> Bool

    /// Finds the person with this key, or makes them.
    ///
    /// Metadata that is given replaces what was there, part by part; the name is given to a new
    /// person only, so that a label somebody chose survives the next ingest. The key of a person
    /// who was merged finds the person they became, of whom only missing metadata is filled in.
    /// - Returns: `nil` when a suppression record forbids the key.
    func person(
        withKey key: String,
        name: String,
        metadata: PersonMetadata,
        in gallery: GalleryID
    ) async throws -> PersonRecord?

    /// The person with this key, or the one they were merged into; nobody is made.
    func person(keyed key: String, in gallery: GalleryID) async throws -> PersonRecord?

    /// Finds or makes several people in one transaction, each as `person(withKey:…)` does.
    ///
    /// A new person costs a commit, so an ingest claims the people of a batch together.
    /// - Returns: one answer per claim, in order; `nil` where a suppression record forbids the key.
    func people(
        claimed claims: [PersonClaim],
        in gallery: GalleryID
    ) async throws -> [PersonRecord?]

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

    /// Changes what is known of a person, part by part; a source that knows a cleared part gives it
    /// back at the next ingest.
    /// - Returns: the person afterwards.
    /// - Throws: `GalleryError.noSuchPerson`.
    func change(
        _ person: PersonID,
        metadata change: MetadataChange,
        in gallery: GalleryID
    ) async throws -> PersonRecord

    /// Moves every face and key of one person to another and drops the first; logged as changes.
    ///
    /// The first id goes on working for `enrol`, whose caller may have asked for it before.
    func merge(_ person: PersonID, into other: PersonID, in gallery: GalleryID) async throws

    /// The keys of the people who were merged into these, by whom they became; people without are left
    /// out.
    ///
    /// Of people merged by versions of before, whose keys were kept as hashes alone, none are known.
    func mergedKeys(
        of people: [PersonID],
        in gallery: GalleryID
    ) async throws -> [PersonID: [String]]

    /// Gives people further keys, as if somebody with that key had been merged into them.
    ///
    /// A key that leads to anybody already, or that a suppression record forbids, is passed over.
    /// - Throws: `GalleryError.noSuchPerson`.
    func addKeys(_ keys: [PersonID: [String]], in gallery: GalleryID) async throws

    /// What removing a person will take away, and whose crops must be made first.
    func removalPlan(for person: PersonID, in gallery: GalleryID) async throws -> RemovalPlan

    /// Removes a person and leaves a suppression record.
    ///
    /// Gone are their rows, embeddings, change-log entries, their jobs in a queue the store keeps,
    /// every photo that shows them, and the gallery's derived values, in which they had a share. Another person's face in such a photo
    /// keeps its row and embedding, and the crop it has or is given here; of its photo only size,
    /// author, licence and restrictions stay. The suppression record holds keyed hashes of the
    /// person's keys and of the photos' addresses, SHA-256 and perceptual hash, never an embedding;
    /// of addresses only those that stand for one photo: no page that another photo of the gallery
    /// ever named as its source, and no origin of a photo that was sent (`PhotoOrigin`);
    /// it outlives the gallery and applies to a later one of the same name.
    /// - Parameter bystanderCrops: objects that hold the crops the removal plan asked for.
    func remove(
        _ person: PersonID,
        bystanderCrops: [FaceID: ContentHash],
        from gallery: GalleryID
    ) async throws -> RemovalReceipt

    /// Removes a photo with all its faces and suppresses it; its people stay.
    /// - Returns: `nil` when there is no such photo.
    func remove(_ photo: PhotoID, from gallery: GalleryID) async throws -> RemovalReceipt?

    /// Objects that lost their last record in a removal, or that were stored for an enrolment which
    /// was then refused or not needed, and whose deletion nobody has reported.
    ///
    /// Whoever removes, or ends an ingest: delete these from object storage, then `forgetOrphans`,
    /// while nobody stores objects.
    /// The list survives a crash in between, so that no photo of a removed person stays behind.
    func orphanedObjects() async throws -> [ContentHash]

    /// Which of these objects no record of any gallery refers to.
    func unrecordedObjects(among objects: [ContentHash]) async throws -> [ContentHash]

    /// Strikes objects off the list of orphans, once they are gone from object storage.
    func forgetOrphans(_ objects: [ContentHash]) async throws

    /// Which of these photos a suppression record forbids by SHA-256, so that they need not be
    /// decoded at all.
    func suppressedPhotos(
        among hashes: [ContentHash],
        in gallery: GalleryID
    ) async throws -> Set<ContentHash>

    /// Which of these a suppression record forbids, asked before anything is fetched or written.
    ///
    /// A key that leads to somebody who is there, whatever was removed before, forbids nothing.
    /// - Returns: one answer per question, in order.
    func suppresses(
        _ questions: [SuppressionQuestion],
        in gallery: GalleryID
    ) async throws -> [Bool]

    /// Suppresses keys of people who are not there, so that nobody is enrolled by them.
    ///
    /// A key that leads to somebody is passed over: remove the person instead.
    /// - Returns: how many of them were not suppressed before and are now.
    func forbid(_ keys: [String], in gallery: GalleryID) async throws -> Int

    /// Lifts suppression records, so that what they forbid may be enrolled again.
    ///
    /// A photo counts as one record, whichever of its hashes was suppressed.
    /// - Returns: how many of the keys, photos and addresses were suppressed.
    func lift(_ suppression: SuppressionLift, in gallery: GalleryID) async throws -> Int

    /// Which of these photos need no work: enrolled already for this person (or anybody, if `nil`).
    func enrolledPhotos(
        among hashes: [ContentHash],
        person: PersonID?,
        in gallery: GalleryID
    ) async throws -> Set<ContentHash>

    /// Writes photos with their faces, and one change per new face, all in one transaction.
    ///
    /// A commit waits for the disk whatever it holds, so several photos a call are much faster than
    /// one. An error leaves the whole batch unwritten: `dimensionMismatch`, or `settingsMismatch` for
    /// a stored photo, a crop or a person where the gallery keeps none. A face whose person was removed meanwhile
    /// makes its enrolment `suppressed`; one of a person who never was throws `noSuchPerson`.
    ///
    /// An enrolment's claim finds its person, or makes them, as `person(withKey:)` does, and only when
    /// its faces are written or were there before. A photo may show several people, each with a face of
    /// their own: one whose box is that of a face of the same photo that is somebody else's
    /// (`Enrolment.sameFaceOverlap`) makes its enrolment `faceOfAnother`. Faces of nobody are never in
    /// anybody's way.
    /// - Returns: one outcome per enrolment, in order.
    func enrol(
        _ enrolments: [Enrolment],
        in gallery: GalleryID
    ) async throws -> [EnrolmentOutcome]

    /// The faces with these ids, in the order asked; missing ones are left out.
    func faces(_ ids: [FaceID], in gallery: GalleryID) async throws -> [StoredFace]

    /// The live faces of a person, best quality first.
    func faces(of person: PersonID, in gallery: GalleryID) async throws -> [StoredFace]

    /// The live faces of a photo, oldest first; empty when there is no such photo.
    func faces(in photo: PhotoID, of gallery: GalleryID) async throws -> [StoredFace]

    /// Photos in order of id, at most `limit`, after the given id.
    func photos(
        in gallery: GalleryID,
        after: PhotoID?,
        limit: Int
    ) async throws -> [PhotoRecord]

    /// The embeddings of these faces, in the order asked; missing ones are left out.
    func embeddings(
        of faces: [FaceID],
        in gallery: GalleryID
    ) async throws -> [(face: FaceID, embedding: Embedding)]

    /// The embeddings of all live faces of these people, person by person in the order asked.
    func embeddings(
        ofPeople people: [PersonID],
        in gallery: GalleryID
    ) async throws -> [(person: PersonID, embedding: Embedding)]

    /// Faces with their embeddings, and people, in the order asked; what is missing is left out.
    ///
    /// One reading of the catalogue where `faces`, `embeddings` and `people` would be three.
    func matchRecords(
        faces: [FaceID],
        people: [PersonID],
        in gallery: GalleryID
    ) async throws -> MatchRecords

    /// The change log after a position, oldest first, at most `limit` entries.
    ///
    /// The log is compacted as it is written: a live face appears once, as added, at the position of
    /// its latest change; a removed one appears as removed, also to readers who never saw it added.
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
