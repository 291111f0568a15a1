public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// Which of these a suppression record forbids.
    public func suppresses(
        _ questions: [SuppressionQuestion],
        in gallery: GalleryID
    ) async throws -> [Bool] {
        try await read { db in
            let check = try SuppressionCheck(gallery: Self.gallery(gallery, db), db)
            return try questions.map(check.forbids)
        }
    }

    /// Suppresses keys of people who are not there.
    public func forbid(_ keys: [String], in gallery: GalleryID) async throws -> Int {
        try await write { db in
            let marks = try Self.marks(for: Self.gallery(gallery, db), db)
            let insertion = try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO suppression (mark, kind) VALUES (?, ?)"
            )
            return try keys.count { key in
                let mark = marks.personKey(key)
                guard try PersonRows.holder(of: mark, db) == nil else { return false }
                try insertion.execute(
                    arguments: [mark, SuppressionMarks.Kind.personKey.rawValue]
                )
                return db.changesCount > 0
            }
        }
    }

    /// Lifts suppression records.
    ///
    /// What a photo looked like is suppressed under 65 marks; a newcomer is refused when one of its own
    /// 65 is among them, so lifting takes all 65 of the photo named away.
    public func lift(_ suppression: SuppressionLift, in gallery: GalleryID) async throws -> Int {
        try await write { db in
            let marks = try Self.marks(for: Self.gallery(gallery, db), db)
            let deletion = try db.cachedStatement(sql: "DELETE FROM suppression WHERE mark = ?")
            func lifts(_ marks: [Data]) throws -> Bool {
                var found = false
                for mark in marks {
                    try deletion.execute(arguments: [mark])
                    if db.changesCount > 0 { found = true }
                }
                return found
            }
            var lifted = 0
            for key in suppression.keys where try lifts([marks.personKey(key)]) { lifted += 1 }
            for address in suppression.addresses where try lifts([marks.address(address)]) {
                lifted += 1
            }
            for photo in suppression.photos {
                let looks = photo.perceptualHash.map(marks.perceptual) ?? []
                if try lifts([marks.photo(photo.hash)] + looks) { lifted += 1 }
            }
            return lifted
        }
    }
}
