public import FaceTypes
import Foundation
import GRDB
import Gallery

extension SQLiteGallery {
    /// The keys of the people who were merged into these.
    public func mergedKeys(
        of people: [PersonID],
        in gallery: GalleryID
    ) async throws -> [PersonID: [String]] {
        if people.isEmpty { return [:] }
        return try await read { db in
            let list = people.map(\.description).joined(separator: ",")
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT merged_key.person, merged_key.key FROM merged_key
                    JOIN person ON person.id = merged_key.person
                    WHERE merged_key.person IN (SELECT value FROM json_each(?1))
                        AND person.gallery = ?2
                    ORDER BY merged_key.id
                    """,
                arguments: ["[\(list)]", gallery.rawValue]
            )
            var keys: [PersonID: [String]] = [:]
            while let row = try rows.next() {
                keys[PersonID(row[0]), default: []].append(row[1])
            }
            return keys
        }
    }

    /// Gives people further keys, as if somebody with that key had been merged into them.
    public func addKeys(_ keys: [PersonID: [String]], in gallery: GalleryID) async throws {
        if keys.isEmpty { return }
        try await write { db in
            let marks = try Self.marks(for: Self.gallery(gallery, db), db)
            for (person, keys) in keys {
                try PersonRows.require(person, in: gallery, db)
                for key in keys {
                    let mark = marks.personKey(key)
                    if try PersonRows.holder(of: mark, db) != nil { continue }
                    if try Self.isSuppressed(mark, db) { continue }
                    try db.execute(
                        sql: "INSERT INTO person_key (mark, person) VALUES (?, ?)",
                        arguments: [mark, person.rawValue]
                    )
                    try db.execute(
                        sql: "INSERT INTO merged_key (person, key) VALUES (?, ?)",
                        arguments: [person.rawValue, key]
                    )
                }
            }
        }
    }
}
