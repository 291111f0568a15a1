import FaceTypes
import Foundation
import GRDB
import Gallery

/// Writes enrolments into one gallery inside a transaction.
struct EnrolmentWriter {
    private let db: Database
    private let gallery: GalleryRecord
    private let suppression: SuppressionCheck
    private let marks: SuppressionMarks
    private var log: ChangeLog
    private var refused = OrphanSearch()
    /// Whom claims of this transaction led to.
    private var claimed: [PersonClaim: PersonID] = [:]

    init(gallery id: GalleryID, _ db: Database) throws {
        self.db = db
        gallery = try SQLiteGallery.gallery(id, db)
        suppression = try SuppressionCheck(gallery: gallery, db)
        marks = try SQLiteGallery.marks(for: gallery, db)
        log = try ChangeLog(of: id, db)
    }

    /// Writes what is new in an enrolment.
    mutating func write(_ enrolment: Enrolment) throws -> EnrolmentOutcome {
        try check(enrolment)
        guard try !isSuppressed(enrolment), let owners = try owners(of: enrolment) else {
            noteObjects(of: enrolment)
            return .suppressed
        }
        let known = try photo(withHash: enrolment.hash)
        let present = try known.map { try places(in: $0) } ?? []
        let enrolled = Set(present.map(\.owner))
        let fresh = zip(enrolment.faces, owners).filter { !enrolled.contains($0.1) }
        if let other = FacePlace.holder(of: fresh.map(FacePlace.init), besides: present) {
            noteObjects(of: enrolment)
            return .faceOfAnother(other)
        }
        let claimed = try claimedPerson(of: enrolment)
        if let known, fresh.isEmpty {
            noteObjects(of: enrolment)
            return .alreadyEnrolled(photo: known)
        }
        let photo = try known ?? insert(enrolment)
        let faces = try fresh.map { face, owner in
            try insert(face, of: owner.person(claimed: claimed), in: photo)
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
        if !gallery.labelled,
            enrolment.claim != nil || enrolment.faces.contains(where: { $0.person != nil })
        {
            throw mismatch("unlabelled faces", found: "a person")
        }
    }

    private func mismatch(_ expected: String, found: String) -> GalleryError {
        .settingsMismatch(gallery: gallery.name, expected: expected, found: found)
    }

    private func isSuppressed(_ enrolment: Enrolment) throws -> Bool {
        try suppression.forbids(
            SuppressionQuestion(
                key: enrolment.claim?.key,
                origin: enrolment.origin,
                source: enrolment.credit.source,
                hash: enrolment.hash,
                perceptualHash: enrolment.perceptualHash
            )
        )
    }

    /// Whose the faces are, in their order, merged people replaced by whom they became.
    /// - Returns: `nil` when one of them was removed.
    private func owners(of enrolment: Enrolment) throws -> [FaceOwner]? {
        let unnamed: FaceOwner =
            if let claim = enrolment.claim {
                try PersonRows.id(of: marks.personKey(claim.key), db).map(FaceOwner.person)
                    ?? .newcomer
            } else {
                .nobody
            }
        var owners: [FaceOwner] = []
        for face in enrolment.faces {
            guard let person = face.person else {
                owners.append(unnamed)
                continue
            }
            guard let live = try livePerson(person) else { return nil }
            owners.append(.person(live))
        }
        return owners
    }

    /// Whom the claim of an enrolment that may be written leads to; made when they are new.
    private mutating func claimedPerson(of enrolment: Enrolment) throws -> PersonID? {
        guard let claim = enrolment.claim else { return nil }
        if let known = claimed[claim] { return known }
        let mark = marks.personKey(claim.key)
        let person = try PersonRows.foundOrMade(claim, mark: mark, in: gallery.id, db)?.id
        claimed[claim] = person
        return person
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

    private func places(in photo: PhotoID) throws -> [FacePlace] {
        let statement = try db.cachedStatement(
            sql: "SELECT person, detection FROM face WHERE photo = ? ORDER BY id"
        )
        let rows = try Row.fetchAll(statement, arguments: [photo.rawValue])
        return try rows.map { row in
            guard let detection = FaceCoding.detection(row[1]) else {
                throw DatabaseError(message: "a face has no box")
            }
            let person: Int64? = row[0]
            return FacePlace(detection.box, person.map { .person(PersonID($0)) } ?? .nobody)
        }
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
