import FaceTypes
import Gallery

/// All galleries of a `MemoryGalleryStore`.
struct MemoryGalleryContents {
    var shelves: [GalleryID: MemoryShelf] = [:]
    private var lastKey: Int64 = 0

    mutating func nextKey() -> Int64 {
        lastKey += 1
        return lastKey
    }
}

/// A photo of a `MemoryShelf`.
struct MemoryPhoto {
    var enrolment: Enrolment

    var hash: ContentHash { enrolment.hash }
    var stored: Bool { enrolment.stored }

    func record(_ id: PhotoID) -> PhotoRecord {
        PhotoRecord(
            id: id,
            hash: enrolment.hash,
            width: enrolment.width,
            height: enrolment.height,
            stored: enrolment.stored,
            origin: enrolment.origin,
            credit: enrolment.credit,
            year: enrolment.year
        )
    }
}

/// One gallery of a `MemoryGalleryStore`.
struct MemoryShelf {
    struct Held {
        var face: StoredFace
        var embedding: Embedding
    }

    var record: GalleryRecord
    var people: [PersonID: PersonRecord] = [:]
    var photos: [PhotoID: MemoryPhoto] = [:]
    var faces: [FaceID: Held] = [:]
    var changes: [GalleryChange] = []
    var derived: [String: [UInt8]] = [:]
    var mergedKeys: [String: PersonID] = [:]
    var suppressedKeys: Set<String> = []
    var suppressedPhotos: Set<ContentHash> = []
    private(set) var sequence: Int64 = 0
    private var lastKey: Int64 = 0

    /// Stands in where no gallery is; the store checks before.
    static let none = MemoryShelf(
        record: GalleryRecord(
            id: GalleryID(0),
            name: "",
            pack: PackIdentity(name: "", version: "", hash: "", dimension: 0),
            keep: .nothing,
            labelled: true
        )
    )

    init(record: GalleryRecord) {
        self.record = record
    }

    mutating func nextKey() -> Int64 {
        lastKey += 1
        return lastKey
    }

    mutating func log(_ event: GalleryChange.Event) {
        sequence += 1
        changes.append(GalleryChange(sequence: sequence, event: event))
    }

    func counted(_ person: PersonRecord) -> PersonRecord {
        var person = person
        let photos = faces.values.map(\.face).filter { $0.person == person.id }.map(\.photo)
        person.photoCount = Set(photos).count
        return person
    }

    mutating func enrol(_ enrolment: Enrolment) throws(GalleryError) -> EnrolmentOutcome {
        if !record.labelled, enrolment.claim != nil {
            throw .settingsMismatch(
                gallery: record.name,
                expected: "unlabelled faces",
                found: "a person"
            )
        }
        if suppressedPhotos.contains(enrolment.hash) { return .suppressed }
        let before = self
        var enrolment = enrolment
        if let claim = enrolment.claim {
            guard let person = person(claim) else { return .suppressed }
            for index in enrolment.faces.indices where enrolment.faces[index].person == nil {
                enrolment.faces[index].person = person.id
            }
        }
        let known = photos.first { $0.value.hash == enrolment.hash }?.key
        let present = faces.values.map(\.face).filter { $0.photo == known }
        let new = enrolment.faces.filter { face in !present.contains { $0.person == face.person } }
        var taken = present.map { ($0.person, $0.detection.box) }
        for face in new {
            let box = face.detection.box
            let holders = taken.filter { $1.overlap(with: box) > Enrolment.sameFaceOverlap }
            if let own = face.person,
                let other = holders.compactMap(\.0).first(where: { $0 != own })
            {
                self = before
                return .faceOfAnother(other)
            }
            taken.append((face.person, box))
        }
        if let known, new.isEmpty { return .alreadyEnrolled(photo: known) }
        let photo = known ?? PhotoID(nextKey())
        photos[photo] = MemoryPhoto(enrolment: enrolment)
        return .enrolled(photo: photo, faces: new.map { add($0, of: enrolment, in: photo) })
    }

    /// Finds or makes a person; `nil` when the key is suppressed.
    mutating func person(_ claim: PersonClaim) -> PersonRecord? {
        if suppressedKeys.contains(claim.key) { return nil }
        if var present = people.values.first(where: { $0.key == claim.key }) {
            present.metadata = claim.metadata
            people[present.id] = present
            return counted(present)
        }
        let record = PersonRecord(
            id: PersonID(nextKey()),
            key: claim.key,
            name: claim.name,
            metadata: claim.metadata,
            photoCount: 0
        )
        people[record.id] = record
        return record
    }

    /// Takes these faces away with their photos; other people's faces in those keep their crops.
    mutating func remove(
        _ gone: [StoredFace],
        person: PersonID?,
        crops: [FaceID: ContentHash]
    ) -> RemovalReceipt {
        for face in gone {
            faces[face.id] = nil
            log(.removed(face.id))
        }
        let keys = Set(gone.map(\.photo))
        let removed = keys.compactMap { photos.removeValue(forKey: $0) }
        for (id, held) in faces where keys.contains(held.face.photo) {
            faces[id]?.face.photoStored = false
            faces[id]?.face.crop = held.face.crop ?? crops[id]
        }
        suppressedPhotos.formUnion(removed.map(\.hash))
        derived = [:]
        return RemovalReceipt(
            person: person,
            faces: gone.map(\.id).sorted(),
            photos: keys.sorted(),
            orphanedObjects: removed.filter(\.stored).map(\.hash) + gone.compactMap(\.crop),
            scrubbed: true
        )
    }

    mutating func add(_ face: Enrolment.Face, of enrolment: Enrolment, in photo: PhotoID) -> FaceID
    {
        let id = FaceID(nextKey())
        let stored = StoredFace(
            id: id,
            photo: photo,
            photoHash: enrolment.hash,
            photoStored: enrolment.stored,
            crop: face.crop,
            person: face.person,
            photoWidth: enrolment.width,
            photoHeight: enrolment.height,
            detection: face.detection,
            quality: face.quality,
            origin: enrolment.origin,
            credit: enrolment.credit,
            photoYear: enrolment.year
        )
        faces[id] = Held(face: stored, embedding: face.embedding)
        log(.added(id, person: face.person, embedding: face.embedding))
        return id
    }
}
