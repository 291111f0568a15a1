public import FaceTypes
import Foundation
import GRDB
import Gallery

extension SQLiteGallery {
    /// Keeps a small derived value under a key; `nil` forgets it.
    public func setDerived(
        _ value: [UInt8]?,
        forKey key: String,
        in gallery: GalleryID
    ) async throws {
        try await write { db in
            guard let value else {
                try db.execute(
                    sql: "DELETE FROM derived WHERE gallery = ? AND key = ?",
                    arguments: [gallery.rawValue, key]
                )
                return
            }
            _ = try Self.gallery(gallery, db)
            try db.execute(
                sql: "INSERT OR REPLACE INTO derived (gallery, key, value) VALUES (?, ?, ?)",
                arguments: [gallery.rawValue, key, Data(value)]
            )
        }
    }

    /// Reads a derived value.
    public func derived(forKey key: String, in gallery: GalleryID) async throws -> [UInt8]? {
        try await read { db in
            try Data.fetchOne(
                db,
                sql: "SELECT value FROM derived WHERE gallery = ? AND key = ?",
                arguments: [gallery.rawValue, key]
            ).map { [UInt8]($0) }
        }
    }
}
