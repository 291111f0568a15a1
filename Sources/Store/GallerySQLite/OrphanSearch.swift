import FaceTypes
import Foundation
import GRDB

/// Collects the objects that removed or refused records referred to, and finds which of them nothing
/// refers to any more, in any gallery.
///
/// They are written down until somebody reports them deleted, so that a crash in between leaves no
/// photo of a removed person behind.
struct OrphanSearch {
    private var candidates: [Data] = []
    private var seen: Set<Data> = []

    mutating func note(_ object: Data) {
        if seen.insert(object).inserted { candidates.append(object) }
    }

    mutating func noteObjects(ofGallery gallery: GalleryID, _ db: Database) throws {
        let objects = try Data.fetchAll(
            db,
            sql: """
                SELECT hash FROM photo WHERE gallery = ?1 AND stored = 1
                UNION SELECT crop FROM face WHERE gallery = ?1 AND crop IS NOT NULL
                """,
            arguments: [gallery.rawValue]
        )
        for object in objects { note(object) }
    }

    /// Writes down and returns what nothing refers to.
    func writeDown(_ db: Database) throws -> [ContentHash] {
        let orphans = try candidates.filter { try Self.isOrphan($0, db) }
        let statement = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO orphan (hash) VALUES (?)"
        )
        for orphan in orphans { try statement.execute(arguments: [orphan]) }
        return orphans.compactMap { ContentHash(bytes: [UInt8]($0)) }
    }

    /// What was written down and is still without a record: the same bytes may have been enrolled
    /// since.
    static func due(_ db: Database) throws -> [ContentHash] {
        try Data.fetchAll(db, sql: "SELECT hash FROM orphan ORDER BY hash")
            .filter { try isOrphan($0, db) }
            .compactMap { ContentHash(bytes: [UInt8]($0)) }
    }

    static func unrecorded(_ objects: [ContentHash], _ db: Database) throws -> [ContentHash] {
        try objects.filter { try isOrphan(Data($0.bytes), db) }
    }

    static func forget(_ objects: [ContentHash], _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM orphan WHERE hash = ?")
        for object in objects { try statement.execute(arguments: [Data(object.bytes)]) }
    }

    private static func isOrphan(_ object: Data, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM photo WHERE hash = ?1 AND stored = 1)
                    OR EXISTS (SELECT 1 FROM face WHERE crop = ?1)
                """
        )
        return try Bool.fetchOne(statement, arguments: [object]) == false
    }
}
