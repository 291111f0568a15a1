import FaceTypes
import Foundation
import GRDB

/// Collects the objects that removed records referred to, and finds which of them nothing refers to
/// any more, in any gallery.
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

    func found(_ db: Database) throws -> [ContentHash] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM photo WHERE hash = ?1 AND stored = 1)
                    OR EXISTS (SELECT 1 FROM face WHERE crop = ?1)
                """
        )
        return
            try candidates
            .filter { try Bool.fetchOne(statement, arguments: [$0]) == false }
            .compactMap { ContentHash(bytes: [UInt8]($0)) }
    }
}
