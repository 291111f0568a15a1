import FaceTypes
import Foundation
import GRDB
import Gallery

/// Asks the suppression records of one gallery inside a transaction.
struct SuppressionCheck {
    private let db: Database
    /// `nil` when nothing was ever suppressed in this home.
    private let marks: SuppressionMarks?
    private let looksAtLooks: Bool

    init(gallery: GalleryRecord, _ db: Database) throws {
        self.db = db
        let suppresses = try SQLiteGallery.suppressesAnything(db)
        marks = suppresses ? try SQLiteGallery.marks(for: gallery, db) : nil
        let byLook = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM suppression WHERE kind = ?)"
        )
        looksAtLooks =
            try Bool.fetchOne(
                byLook,
                arguments: [SuppressionMarks.Kind.perceptual.rawValue]
            ) == true
    }

    /// Whether a record forbids what is asked about.
    func forbids(_ question: SuppressionQuestion) throws -> Bool {
        guard let marks else { return false }
        let place = PhotoOrigin.namesPlace(question.origin) ? question.origin : nil
        let addresses = [place, question.source].compactMap { $0 }
        let exact =
            [question.hash.map(marks.photo)].compactMap { $0 } + addresses.map(marks.address)
        if try exact.contains(where: { try SQLiteGallery.isSuppressed($0, db) }) { return true }
        if let key = question.key, try forbids(personKey: marks.personKey(key)) { return true }
        guard looksAtLooks, let look = question.perceptualHash else { return false }
        let near = marks.perceptual(around: look)
        return try near.contains { try SQLiteGallery.isSuppressed($0, db) }
    }

    private func forbids(personKey mark: Data) throws -> Bool {
        guard try SQLiteGallery.isSuppressed(mark, db) else { return false }
        return try PersonRows.holder(of: mark, db) == nil
    }
}
