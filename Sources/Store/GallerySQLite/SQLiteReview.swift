public import FaceTypes
import Foundation
import GRDB
public import Gallery

/// The list of doubts of a home, in the catalogue's file.
public struct SQLiteReview: ReviewStore {
    private let catalogue: SQLiteGallery

    /// The list that lies in an open catalogue.
    public init(in catalogue: SQLiteGallery) { self.catalogue = catalogue }

    /// Adds doubts that are new.
    public func note(
        _ doubts: [ReviewItem.New],
        in gallery: GalleryID
    ) async throws -> Int {
        if doubts.isEmpty { return 0 }
        return try await catalogue.write { db in try Self.insert(doubts, in: gallery, db) }
    }

    /// Adds doubts that are new, and drops open ones that are no longer found.
    public func replace(
        _ kinds: Set<ReviewItem.Kind>,
        with doubts: [ReviewItem.New],
        in gallery: GalleryID
    ) async throws -> Int {
        try await catalogue.write { db in
            let found = Set(doubts.map(\.key.bytes))
            let open = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, key FROM review WHERE gallery = ? AND state = 'open'
                        AND kind IN (\(kinds.map { "'\($0.rawValue)'" }.joined(separator: ",")))
                    """,
                arguments: [gallery.rawValue]
            )
            for row in open where !found.contains([UInt8](row[1] as Data)) {
                try db.execute(
                    sql: "DELETE FROM review WHERE id = ?",
                    arguments: [row[0] as Int64]
                )
            }
            return try Self.insert(doubts, in: gallery, db)
        }
    }

    private static func insert(
        _ doubts: [ReviewItem.New],
        in gallery: GalleryID,
        _ db: Database
    ) throws -> Int {
        let marks = try SQLiteGallery.marks(for: SQLiteGallery.gallery(gallery, db), db)
        return try doubts.count { doubt in
            let mark = doubt.personKey.map(marks.personKey)
            // Between a worker's look and its word the person may have been removed.
            if let mark, try SQLiteGallery.isSuppressed(mark, db) { return false }
            return try ReviewTable.insert(doubt, personKey: mark, in: gallery, db)
        }
    }

    /// Doubts in order of id.
    public func doubts(
        in state: ReviewItem.State,
        kind: ReviewItem.Kind?,
        of gallery: GalleryID,
        after: Int64?,
        limit: Int
    ) async throws -> [ReviewItem] {
        try await catalogue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(ReviewTable.columns) FROM review
                    WHERE gallery = ?1 AND state = ?2 AND id > ?3 AND (?4 IS NULL OR kind = ?4)
                    ORDER BY id LIMIT ?5
                    """,
                arguments: [
                    gallery.rawValue, state.rawValue, after ?? 0, kind?.rawValue, max(0, limit),
                ]
            ).map(ReviewTable.item)
        }
    }

    /// One doubt, or `nil`.
    public func doubt(_ id: Int64, in gallery: GalleryID) async throws -> ReviewItem? {
        try await catalogue.read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT \(ReviewTable.columns) FROM review WHERE id = ? AND gallery = ?",
                arguments: [id, gallery.rawValue]
            ).map(ReviewTable.item)
        }
    }

    /// Which of these keys belong to decided doubts.
    public func decided(
        among keys: [ContentHash],
        in gallery: GalleryID
    ) async throws -> Set<ContentHash> {
        try await catalogue.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM review WHERE gallery = ? AND key = ? AND state <> 'open')
                    """
            )
            return Set(
                try keys.filter { key in
                    try Bool.fetchOne(
                        statement,
                        arguments: [gallery.rawValue, Data(key.bytes)]
                    ) == true
                }
            )
        }
    }

    /// Writes down how a doubt was decided.
    public func decide(
        _ id: Int64,
        as state: ReviewItem.State,
        in gallery: GalleryID
    ) async throws -> Bool {
        precondition(state != .open)
        return try await catalogue.write { db in
            try db.execute(
                sql: """
                    UPDATE review SET state = ?, payload = x'', detail = ''
                    WHERE id = ? AND gallery = ? AND state = 'open'
                    """,
                arguments: [state.rawValue, id, gallery.rawValue]
            )
            return db.changesCount == 1
        }
    }
}
