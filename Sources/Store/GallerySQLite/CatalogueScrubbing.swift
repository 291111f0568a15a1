import Foundation
import GRDB

/// Sees to it that removed bytes are gone from the catalogue's files, not only from its tables.
///
/// `secure_delete` overwrites freed cells and pages, but a page SQLite rebuilt while splitting or
/// merging can keep an old copy of a cell in its slack, and the log keeps older versions of pages.
/// So a removal writes the file anew (up to a size) and empties the log. A row in `house`, committed
/// with the removal, remembers this work until it is done, across crashes.
enum CatalogueScrubbing {
    /// Asks for scrubbing, in the transaction that removes.
    static func require(_ db: Database) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO house (key, value) VALUES (?, x'')",
            arguments: [HouseKey.scrubbingDue]
        )
    }

    /// Does what was asked for, outside any transaction.
    /// - Returns: `false` when another process was in the way; it stays due then.
    static func finish(_ db: Database, settings: SQLiteGallerySettings) throws -> Bool {
        let isDue = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM house WHERE key = ?)",
            arguments: [HouseKey.scrubbingDue]
        )
        guard isDue == true else { return true }
        do {
            if try byteCount(db) <= settings.rewriteByteCountMax {
                try db.execute(sql: "VACUUM")
            }
            guard try emptyLog(db) else { return false }
            try db.execute(
                sql: "DELETE FROM house WHERE key = ?",
                arguments: [HouseKey.scrubbingDue]
            )
            _ = try emptyLog(db)
            return true
        } catch let error as DatabaseError where isPostponable(error) {
            return false
        }
    }

    /// Copies the log into the file and cuts it to nothing.
    /// - Returns: `false` when a reader still needs it.
    static func emptyLog(_ db: Database) throws -> Bool {
        let blocked = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return blocked == 0
    }

    private static func byteCount(_ db: Database) throws -> Int {
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        return try pages * (Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
    }

    /// Rewriting needs the write lock and as much disk again; neither is worth failing a removal
    /// that is already durable.
    private static func isPostponable(_ error: DatabaseError) -> Bool {
        [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_NOMEM].contains(error.resultCode)
    }
}
