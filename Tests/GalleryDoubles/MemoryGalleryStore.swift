public import FaceTypes
public import Gallery
import Synchronization

/// A catalogue in memory, for tests: it keeps what `GalleryStore` promises except durability.
///
/// Of suppression it knows the person's key and the photo's hash alone.
public final class MemoryGalleryStore: GalleryStore {
    private let contents = Mutex(MemoryGalleryContents())

    /// Makes an empty catalogue.
    public init() {}

    private func shelf<Value>(
        _ gallery: GalleryID,
        _ body: (inout MemoryShelf) throws -> Value
    ) throws -> Value {
        try contents.withLock { contents in
            guard contents.shelves[gallery] != nil else {
                throw GalleryError.noSuchGallery(name: gallery.description)
            }
            return try body(&contents.shelves[gallery, default: MemoryShelf.none])
        }
    }

    /// All galleries, by name.
    public func galleries() throws -> [GalleryRecord] {
        contents.withLock { $0.shelves.values.map(\.record).sorted { $0.name < $1.name } }
    }

    /// One gallery, or `nil`.
    public func gallery(named name: String) throws -> GalleryRecord? {
        try galleries().first { $0.name == name }
    }

    /// Creates a gallery, or finds one with the same pack.
    public func createGallery(
        named name: String,
        pack: PackIdentity,
        keep: KeepPolicy,
        labelled: Bool
    ) throws -> GalleryRecord {
        if let present = try gallery(named: name) {
            guard present.pack == pack else {
                throw GalleryError.packMismatch(gallery: name, expected: present.pack, found: pack)
            }
            return present
        }
        return contents.withLock { contents in
            let record = GalleryRecord(
                id: GalleryID(contents.nextKey()),
                name: name,
                pack: pack,
                keep: keep,
                labelled: labelled
            )
            contents.shelves[record.id] = MemoryShelf(record: record)
            return record
        }
    }

    /// Removes a gallery.
    public func removeGallery(_ gallery: GalleryID) throws -> [ContentHash] {
        contents.withLock { contents in
            let gone = contents.shelves.removeValue(forKey: gallery)
            return gone?.photos.values.filter(\.stored).map(\.hash) ?? []
        }
    }

    /// How much a gallery holds.
    public func statistics(of gallery: GalleryID) throws -> GalleryStatistics {
        try shelf(gallery) { shelf in
            GalleryStatistics(
                people: Set(shelf.faces.values.compactMap(\.face.person)).count,
                photos: shelf.photos.count,
                faces: shelf.faces.count,
                sequence: shelf.sequence
            )
        }
    }

    /// The number of a gallery's last change.
    public func sequence(of gallery: GalleryID) throws -> Int64 {
        try shelf(gallery) { $0.sequence }
    }

    /// Whether a gallery holds a face.
    public func holdsFaces(_ gallery: GalleryID) throws -> Bool {
        try shelf(gallery) { !$0.faces.isEmpty }
    }

    /// Finds or makes a person.
    public func person(
        withKey key: String,
        name: String,
        metadata: PersonMetadata,
        in gallery: GalleryID
    ) throws -> PersonRecord? {
        try shelf(gallery) { $0.person(PersonClaim(key: key, name: name, metadata: metadata)) }
    }

    /// The person with this key.
    public func person(keyed key: String, in gallery: GalleryID) throws -> PersonRecord? {
        try shelf(gallery) { shelf in
            shelf.people.values.first { $0.key == key }.map { shelf.counted($0) }
        }
    }

    /// People in order of id.
    public func people(
        in gallery: GalleryID,
        named: String?,
        after: PersonID?,
        limit: Int
    ) throws -> [PersonRecord] {
        try shelf(gallery) { shelf in
            let found = shelf.people.values.filter { person in
                (after.map { person.id > $0 } ?? true) && (named.map(person.name.contains) ?? true)
            }
            return found.sorted { $0.id < $1.id }.prefix(limit).map { shelf.counted($0) }
        }
    }

    /// The people with these ids.
    public func people(_ ids: [PersonID], in gallery: GalleryID) throws -> [PersonRecord] {
        try shelf(gallery) { shelf in
            ids.compactMap { shelf.people[$0] }.map { shelf.counted($0) }
        }
    }

    /// Gives a person another label.
    public func rename(_ person: PersonID, to name: String, in gallery: GalleryID) throws {
        try shelf(gallery) { shelf in
            guard shelf.people[person] != nil else { throw GalleryError.noSuchPerson(person) }
            shelf.people[person]?.name = name
        }
    }

    /// Changes what is known of a person.
    public func change(
        _ person: PersonID,
        metadata change: MetadataChange,
        in gallery: GalleryID
    ) throws -> PersonRecord {
        try shelf(gallery) { shelf in
            guard var record = shelf.people[person] else {
                throw GalleryError.noSuchPerson(person)
            }
            record.metadata = change.applied(to: record.metadata)
            shelf.people[person] = record
            return shelf.counted(record)
        }
    }

    /// Moves every face of one person to another.
    public func merge(_ person: PersonID, into other: PersonID, in gallery: GalleryID) throws {
        try shelf(gallery) { shelf in
            guard shelf.people[other] != nil else { throw GalleryError.noSuchPerson(other) }
            guard let gone = shelf.people.removeValue(forKey: person) else {
                throw GalleryError.noSuchPerson(person)
            }
            shelf.mergedKeys[gone.key] = other
            for (id, held) in shelf.faces where held.face.person == person {
                shelf.faces[id]?.face.person = other
                shelf.log(.added(id, person: other, embedding: held.embedding))
            }
        }
    }

    /// The keys of the people who were merged into these.
    public func mergedKeys(
        of people: [PersonID],
        in gallery: GalleryID
    ) throws -> [PersonID: [String]] {
        try shelf(gallery) { shelf in
            var keys: [PersonID: [String]] = [:]
            for (key, person) in shelf.mergedKeys where people.contains(person) {
                keys[person, default: []].append(key)
            }
            return keys
        }
    }

    /// Gives people further keys.
    public func addKeys(_ keys: [PersonID: [String]], in gallery: GalleryID) throws {
        try shelf(gallery) { shelf in
            for (person, keys) in keys {
                for key in keys { shelf.mergedKeys[key] = person }
            }
        }
    }

    /// What removing a person will take away.
    public func removalPlan(for person: PersonID, in gallery: GalleryID) throws -> RemovalPlan {
        try shelf(gallery) { shelf in
            guard shelf.people[person] != nil else { throw GalleryError.noSuchPerson(person) }
            let own = shelf.faces.values.map(\.face).filter { $0.person == person }
            let photos = Set(own.map(\.photo))
            let others = shelf.faces.values.map(\.face).filter {
                photos.contains($0.photo) && $0.person != person && $0.photoStored && $0.crop == nil
            }
            return RemovalPlan(
                person: person,
                faces: own.map(\.id).sorted(),
                photos: photos.sorted(),
                bystanders: others.sorted { $0.id < $1.id }
            )
        }
    }

    /// Removes a person with every photo of theirs.
    public func remove(
        _ person: PersonID,
        bystanderCrops: [FaceID: ContentHash],
        from gallery: GalleryID
    ) throws -> RemovalReceipt {
        try shelf(gallery) { shelf in
            guard let record = shelf.people.removeValue(forKey: person) else {
                throw GalleryError.noSuchPerson(person)
            }
            shelf.suppressedKeys.insert(record.key)
            let own = shelf.faces.values.map(\.face).filter { $0.person == person }
            return shelf.remove(own, person: person, crops: bystanderCrops)
        }
    }

    /// Removes a photo with all its faces.
    public func remove(_ photo: PhotoID, from gallery: GalleryID) throws -> RemovalReceipt? {
        try shelf(gallery) { shelf in
            guard shelf.photos[photo] != nil else { return nil }
            let faces = shelf.faces.values.map(\.face).filter { $0.photo == photo }
            return shelf.remove(faces, person: nil, crops: [:])
        }
    }

    /// None: this catalogue keeps no list of them.
    public func orphanedObjects() -> [ContentHash] { [] }

    /// What no photo that is kept and no crop is named by.
    public func unrecordedObjects(among objects: [ContentHash]) -> [ContentHash] {
        let recorded = contents.withLock { contents in
            contents.shelves.values.flatMap { shelf in
                shelf.photos.values.map(\.enrolment).filter(\.stored).map(\.hash)
                    + shelf.faces.values.compactMap(\.face.crop)
            }
        }
        return objects.filter { !recorded.contains($0) }
    }

    /// Does nothing, as there is no list.
    public func forgetOrphans(_ objects: [ContentHash]) {}

    /// Photos that were removed and may not come back.
    public func suppressedPhotos(
        among hashes: [ContentHash],
        in gallery: GalleryID
    ) throws -> Set<ContentHash> {
        try shelf(gallery) { $0.suppressedPhotos.intersection(hashes) }
    }

    /// What a removed key or photo forbids.
    public func suppresses(
        _ questions: [SuppressionQuestion],
        in gallery: GalleryID
    ) throws -> [Bool] {
        try shelf(gallery) { shelf in
            questions.map { question in
                question.key.map(shelf.suppressedKeys.contains) == true
                    || question.hash.map(shelf.suppressedPhotos.contains) == true
            }
        }
    }

    /// Suppresses keys of people who are not there.
    public func forbid(_ keys: [String], in gallery: GalleryID) throws -> Int {
        try shelf(gallery) { shelf in
            let present = Set(shelf.people.values.map(\.key))
            return keys.count { key in
                !present.contains(key) && shelf.suppressedKeys.insert(key).inserted
            }
        }
    }

    /// Lifts the records of keys and photos.
    public func lift(_ suppression: SuppressionLift, in gallery: GalleryID) throws -> Int {
        try shelf(gallery) { shelf in
            let keys = suppression.keys.count { shelf.suppressedKeys.remove($0) != nil }
            let photos = suppression.photos.count {
                shelf.suppressedPhotos.remove($0.hash) != nil
            }
            return keys + photos
        }
    }

    /// Photos that need no work.
    public func enrolledPhotos(
        among hashes: [ContentHash],
        person: PersonID?,
        in gallery: GalleryID
    ) throws -> Set<ContentHash> {
        try shelf(gallery) { shelf in
            let held = shelf.faces.values.map(\.face).filter {
                person == nil || $0.person == person
            }
            return Set(held.map(\.photoHash)).intersection(hashes)
        }
    }

    /// Writes photos with their faces.
    public func enrol(
        _ enrolments: [Enrolment],
        in gallery: GalleryID
    ) throws -> [EnrolmentOutcome] {
        try shelf(gallery) { shelf in try enrolments.map { try shelf.enrol($0) } }
    }

    /// The faces with these ids.
    public func faces(_ ids: [FaceID], in gallery: GalleryID) throws -> [StoredFace] {
        try shelf(gallery) { shelf in ids.compactMap { shelf.faces[$0]?.face } }
    }

    /// The faces of a person, best quality first.
    public func faces(of person: PersonID, in gallery: GalleryID) throws -> [StoredFace] {
        try shelf(gallery) { shelf in
            shelf.faces.values.map(\.face).filter { $0.person == person }
                .sorted { ($0.quality.score, $1.id) > ($1.quality.score, $0.id) }
        }
    }

    /// The faces of a photo, oldest first.
    public func faces(in photo: PhotoID, of gallery: GalleryID) throws -> [StoredFace] {
        try shelf(gallery) { shelf in
            shelf.faces.values.map(\.face).filter { $0.photo == photo }.sorted { $0.id < $1.id }
        }
    }

    /// Photos in order of id.
    public func photos(
        in gallery: GalleryID,
        after: PhotoID?,
        limit: Int
    ) throws -> [PhotoRecord] {
        try shelf(gallery) { shelf in
            let ids = shelf.photos.keys.filter { id in after.map { id > $0 } ?? true }.sorted()
            return ids.prefix(limit).compactMap { id in
                shelf.photos[id].map { $0.record(id) }
            }
        }
    }

    /// The embeddings of these faces.
    public func embeddings(
        of faces: [FaceID],
        in gallery: GalleryID
    ) throws -> [(face: FaceID, embedding: Embedding)] {
        try shelf(gallery) { shelf in
            faces.compactMap { id in shelf.faces[id].map { (face: id, embedding: $0.embedding) } }
        }
    }

    /// The embeddings of all live faces of these people.
    public func embeddings(
        ofPeople people: [PersonID],
        in gallery: GalleryID
    ) throws -> [(person: PersonID, embedding: Embedding)] {
        try shelf(gallery) { shelf in
            people.flatMap { person in
                shelf.faces.values.filter { $0.face.person == person }
                    .map { (person: person, embedding: $0.embedding) }
            }
        }
    }

    /// The change log after a position.
    public func changes(
        after sequence: Int64,
        limit: Int,
        in gallery: GalleryID
    ) throws -> [GalleryChange] {
        try shelf(gallery) { shelf in
            Array(shelf.changes.drop { $0.sequence <= sequence }.prefix(limit))
        }
    }

    /// The people who pass a filter.
    public func people(
        matching filter: PersonFilter,
        in gallery: GalleryID
    ) throws -> Set<PersonID> {
        try shelf(gallery) { shelf in
            Set(shelf.people.values.filter { filter.admits($0.metadata) }.map(\.id))
        }
    }

    /// Keeps a derived value.
    public func setDerived(_ value: [UInt8]?, forKey key: String, in gallery: GalleryID) throws {
        try shelf(gallery) { $0.derived[key] = value }
    }

    /// Reads a derived value.
    public func derived(forKey key: String, in gallery: GalleryID) throws -> [UInt8]? {
        try shelf(gallery) { $0.derived[key] }
    }
}
