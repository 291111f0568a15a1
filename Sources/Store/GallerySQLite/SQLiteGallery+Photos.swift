public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// Photos in order of id, at most `limit`, after the given id.
    public func photos(
        in gallery: GalleryID,
        after: PhotoID?,
        limit: Int
    ) async throws -> [PhotoRecord] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, hash, width, height, stored, origin, \(CreditColumns.list), year
                    FROM photo WHERE gallery = ? AND id > ? ORDER BY id LIMIT ?
                    """,
                arguments: [gallery.rawValue, after?.rawValue ?? 0, limit]
            ).map(Self.photo)
        }
    }

    /// The live faces of a photo, oldest first.
    public func faces(
        in photo: PhotoID,
        of gallery: GalleryID
    ) async throws -> [StoredFace] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: FaceRows.ofPhoto,
                arguments: [photo.rawValue, gallery.rawValue]
            ).map(FaceRows.face)
        }
    }

    private static let creditColumn = 6

    private static let yearColumn = creditColumn + CreditColumns.names.count

    /// The first column after those of a record.
    fileprivate static let wholeColumn = yearColumn + 1

    fileprivate static func photo(_ row: Row) throws -> PhotoRecord {
        guard let hash = ContentHash(bytes: [UInt8](row[1] as Data)) else {
            throw DatabaseError(message: "the record of photo \(row[0] as Int64) is malformed")
        }
        return PhotoRecord(
            id: PhotoID(row[0]),
            hash: hash,
            width: row[2],
            height: row[3],
            stored: row[4],
            origin: row[5],
            credit: CreditColumns.credit(row, from: creditColumn),
            year: row[yearColumn]
        )
    }
}

extension SQLiteGallery: PhotoListing {
    /// Photos with their faces in order of id, at most `limit`, after the given one.
    public func wholePhotos(
        in gallery: GalleryID,
        after: PhotoID?,
        limit: Int
    ) async throws -> [WholePhoto] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, hash, width, height, stored, origin, \(CreditColumns.list), year,
                        perceptual_hash, byte_count
                    FROM photo WHERE gallery = ? AND id > ? ORDER BY id LIMIT ?
                    """,
                arguments: [gallery.rawValue, after?.rawValue ?? 0, max(0, limit)]
            ).map { row in
                let record = try Self.photo(row)
                return WholePhoto(
                    record: record,
                    perceptualHash: UInt64(bitPattern: row[Self.wholeColumn]),
                    byteCount: row[Self.wholeColumn + 1],
                    faces: try FaceRows.faces(in: record.id, db)
                )
            }
        }
    }
}
