public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// Writes photos with their faces, and one change per new face, all in one transaction.
    public func enrol(
        _ enrolments: [Enrolment],
        in gallery: GalleryID
    ) async throws -> [EnrolmentOutcome] {
        try await write { db in
            var writer = try EnrolmentWriter(gallery: gallery, db)
            let outcomes = try enrolments.map { try writer.write($0) }
            try writer.finish()
            return outcomes
        }
    }

    /// Which of these photos are enrolled for this person, or for anybody when it is `nil`.
    public func enrolledPhotos(
        among hashes: [ContentHash],
        person: PersonID?,
        in gallery: GalleryID
    ) async throws -> Set<ContentHash> {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM photo WHERE hash = ?1 AND gallery = ?2 AND (
                        ?3 IS NULL
                        OR EXISTS (SELECT 1 FROM face WHERE person = ?3 AND photo = photo.id)))
                    """
            )
            return Set(
                try hashes.filter { hash in
                    try Bool.fetchOne(
                        statement,
                        arguments: [Data(hash.bytes), gallery.rawValue, person?.rawValue]
                    ) == true
                }
            )
        }
    }

    /// Which of these photos a suppression record forbids by SHA-256.
    public func suppressedPhotos(
        among hashes: [ContentHash],
        in gallery: GalleryID
    ) async throws -> Set<ContentHash> {
        try await read { db in
            guard try Self.suppressesAnything(db) else { return [] }
            let marks = try Self.marks(for: Self.gallery(gallery, db), db)
            return Set(try hashes.filter { try Self.isSuppressed(marks.photo($0), db) })
        }
    }

    /// The home's way to make marks for one gallery.
    static func marks(for gallery: GalleryRecord, _ db: Database) throws -> SuppressionMarks {
        let statement = try db.cachedStatement(sql: "SELECT value FROM house WHERE key = ?")
        let key = try Data.fetchOne(statement, arguments: [HouseKey.suppressionKey])
        guard let key else { throw DatabaseError(message: "the suppression key is missing") }
        return SuppressionMarks(key: key, galleryName: gallery.name)
    }

    static func suppressesAnything(_ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM suppression)")
        return try Bool.fetchOne(statement) == true
    }

    static func isSuppressed(_ mark: Data, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM suppression WHERE mark = ?)"
        )
        return try Bool.fetchOne(statement, arguments: [mark]) == true
    }
}
