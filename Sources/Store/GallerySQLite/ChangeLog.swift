import FaceTypes
import GRDB
import Gallery

/// Appends to a gallery's change log inside a transaction, whose write lock makes the positions
/// strictly increasing across processes.
struct ChangeLog {
    private let gallery: GalleryID
    private let db: Database
    private var sequence: Int64

    init(of gallery: GalleryID, _ db: Database) throws {
        self.gallery = gallery
        self.db = db
        let statement = try db.cachedStatement(sql: "SELECT sequence FROM gallery WHERE id = ?")
        guard let sequence = try Int64.fetchOne(statement, arguments: [gallery.rawValue]) else {
            throw GalleryError.noSuchGallery(name: "\(gallery)")
        }
        self.sequence = sequence
    }

    /// Logs a face at the next position, in place of what the log said of it before.
    mutating func note(_ face: FaceID, live: Bool) throws {
        sequence += 1
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO change (gallery, sequence, face, live)
                VALUES (?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [gallery.rawValue, sequence, face.rawValue, live])
    }

    /// Keeps the position; without it the transaction must not be committed.
    func finish() throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE gallery SET sequence = ? WHERE id = ?"
        )
        try statement.execute(arguments: [sequence, gallery.rawValue])
    }
}
