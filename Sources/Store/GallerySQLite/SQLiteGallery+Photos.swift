public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery: PhotoListing {
    /// Photos in order of id, at most `limit`, after the given one.
    public func photos(
        in gallery: GalleryID,
        after: PhotoID?,
        limit: Int
    ) async throws -> [PhotoRecord] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, hash, perceptual_hash, width, height, byte_count, origin, author,
                        licence, licence_address, source, stored
                    FROM photo WHERE gallery = ? AND id > ? ORDER BY id LIMIT ?
                    """,
                arguments: [gallery.rawValue, after?.rawValue ?? 0, max(0, limit)]
            ).map { row in
                let id = PhotoID(row[0])
                guard let hash = ContentHash(bytes: [UInt8](row[1] as Data)) else {
                    throw DatabaseError(message: "the record of photo \(id) is malformed")
                }
                return PhotoRecord(
                    id: id,
                    hash: hash,
                    perceptualHash: UInt64(bitPattern: row[2]),
                    width: row[3],
                    height: row[4],
                    byteCount: row[5],
                    origin: row[6],
                    credit: PhotoCredit(
                        author: row[7],
                        licence: row[8],
                        licenceAddress: row[9],
                        source: row[10]
                    ),
                    stored: row[11],
                    faces: try FaceRows.faces(in: id, db)
                )
            }
        }
    }
}
