import FaceTypes
import Foundation
import GRDB
import Gallery

/// Writes enrolments into one gallery inside a transaction.
struct EnrolmentWriter {
    private let db: Database
    private let gallery: GalleryRecord
    private let suppression: SuppressionCheck
    private var log: ChangeLog
    private var refused = OrphanSearch()

    init(gallery id: GalleryID, _ db: Database) throws {
        self.db = db
        gallery = try SQLiteGallery.gallery(id, db)
        suppression = try SuppressionCheck(gallery: gallery, db)
        log = try ChangeLog(of: id, db)
    }

    /// Writes what is new in an enrolment.
    mutating func write(_ enrolment: Enrolment) throws -> EnrolmentOutcome {
        try check(enrolment)
        guard try !isSuppressed(enrolment), let people = try livePeople(of: enrolment) else {
            noteObjects(of: enrolment)
            return .suppressed
        }
        let known = try photo(withHash: enrolment.hash)
        let present = try known.map { try peopleIn($0) } ?? []
        let fresh = zip(enrolment.faces, people).filter { !present.contains($0.1) }
        if let known, fresh.isEmpty {
            noteObjects(of: enrolment)
            return .alreadyEnrolled(photo: known)
        }
        let photo = try known ?? insert(enrolment)
        let faces = try fresh.map { face, person in
            try insert(face, of: person, in: photo)
        }
        return .enrolled(photo: photo, faces: faces)
    }

    /// Ends the batch; without it the transaction must not be committed.
    func finish() throws {
        _ = try refused.writeDown(db)
        try log.finish()
    }

    /// Remembers what the caller stored before it asked, in case no record will refer to it.
    private mutating func noteObjects(of enrolment: Enrolment) {
        if enrolment.stored { refused.note(Data(enrolment.hash.bytes)) }
        for crop in enrolment.faces.compactMap(\.crop) { refused.note(Data(crop.bytes)) }
    }

    /// Refuses what the gallery's pack, policy or labelling excludes.
    private func check(_ enrolment: Enrolment) throws(GalleryError) {
        let dimension = gallery.pack.dimension
        for face in enrolment.faces where face.embedding.dimension != dimension {
            throw .dimensionMismatch(expected: dimension, found: face.embedding.dimension)
        }
        if enrolment.stored, gallery.keep != .photos {
            throw mismatch("keep \(gallery.keep.rawValue)", found: "a stored photo")
        }
        if gallery.keep == .nothing, enrolment.faces.contains(where: { $0.crop != nil }) {
            throw mismatch("keep nothing", found: "a stored crop")
        }
        if !gallery.labelled, enrolment.faces.contains(where: { $0.person != nil }) {
            throw mismatch("unlabelled faces", found: "a person")
        }
    }

    private func mismatch(_ expected: String, found: String) -> GalleryError {
        .settingsMismatch(gallery: gallery.name, expected: expected, found: found)
    }

    private func isSuppressed(_ enrolment: Enrolment) throws -> Bool {
        try suppression.forbids(
            SuppressionQuestion(
                key: nil,
                origin: enrolment.origin,
                source: enrolment.credit.source,
                hash: enrolment.hash,
                perceptualHash: enrolment.perceptualHash
            )
        )
    }

    /// The people of the faces, in their order, merged ones replaced by whom they became.
    /// - Returns: `nil` when one of them was removed.
    private func livePeople(of enrolment: Enrolment) throws -> [PersonID?]? {
        var people: [PersonID?] = []
        for face in enrolment.faces {
            guard let person = face.person else {
                people.append(nil)
                continue
            }
            guard let live = try livePerson(person) else { return nil }
            people.append(live)
        }
        return people
    }

    private func livePerson(_ person: PersonID) throws -> PersonID? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM person WHERE gallery = ?2 AND id =
                    coalesce((SELECT person FROM person_alias WHERE id = ?1), ?1)
                """
        )
        let id = try Int64.fetchOne(
            statement,
            arguments: [person.rawValue, gallery.id.rawValue]
        )
        if let id { return PersonID(id) }
        guard try wasGivenOut(person) else { throw GalleryError.noSuchPerson(person) }
        return nil
    }

    /// Whether the id once belonged to somebody who is in no gallery any more.
    private func wasGivenOut(_ person: PersonID) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT ?1 BETWEEN 1 AND coalesce(
                        (SELECT seq FROM sqlite_sequence WHERE name = 'person'), 0)
                    AND NOT EXISTS (SELECT 1 FROM person WHERE id = ?1)
                    AND NOT EXISTS (SELECT 1 FROM person_alias WHERE id = ?1)
                """
        )
        return try Bool.fetchOne(statement, arguments: [person.rawValue]) == true
    }

    private func photo(withHash hash: ContentHash) throws -> PhotoID? {
        let statement = try db.cachedStatement(
            sql: "SELECT id FROM photo WHERE hash = ? AND gallery = ?"
        )
        return try Int64.fetchOne(
            statement,
            arguments: [Data(hash.bytes), gallery.id.rawValue]
        ).map(PhotoID.init)
    }

    private func peopleIn(_ photo: PhotoID) throws -> Set<PersonID?> {
        let statement = try db.cachedStatement(sql: "SELECT person FROM face WHERE photo = ?")
        let people = try Optional<Int64>.fetchAll(statement, arguments: [photo.rawValue])
        return Set(people.map { $0.map(PersonID.init) })
    }

    private static let creditMarks = CreditColumns.names.map { _ in "?" }.joined(separator: ", ")

    private func insert(_ enrolment: Enrolment) throws -> PhotoID {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO photo (gallery, hash, perceptual_hash, width, height, byte_count,
                    origin, stored, year, \(CreditColumns.list))
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, \(Self.creditMarks))
                """
        )
        let values: [(any DatabaseValueConvertible)?] =
            [
                gallery.id.rawValue, Data(enrolment.hash.bytes),
                Int64(bitPattern: enrolment.perceptualHash), enrolment.width, enrolment.height,
                enrolment.byteCount, enrolment.origin, enrolment.stored, enrolment.year,
            ] + CreditColumns.values(enrolment.credit)
        try statement.execute(arguments: StatementArguments(values))
        return PhotoID(db.lastInsertedRowID)
    }

    private mutating func insert(
        _ face: Enrolment.Face,
        of person: PersonID?,
        in photo: PhotoID
    ) throws -> FaceID {
        let faceStatement = try db.cachedStatement(
            sql: """
                INSERT INTO face
                    (gallery, photo, person, detection, quality, score, codes, crop)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try faceStatement.execute(arguments: [
            gallery.id.rawValue, photo.rawValue, person?.rawValue,
            FaceCoding.data(of: face.detection), FaceCoding.data(of: face.quality),
            Double(face.quality.score), FaceCoding.text(of: face.quality.codes),
            face.crop.map { Data($0.bytes) },
        ])
        let id = FaceID(db.lastInsertedRowID)
        let vector = try db.cachedStatement(
            sql: "INSERT INTO embedding (face, vector) VALUES (?, ?)"
        )
        try vector.execute(arguments: [id.rawValue, FaceCoding.data(of: face.embedding.values)])
        try log.note(id, live: true)
        return id
    }
}
