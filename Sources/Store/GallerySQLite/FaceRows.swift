import FaceTypes
import Foundation
import GRDB
import Gallery

/// Reads rows of the table `face` joined with their photo.
enum FaceRows {
    /// Columns of `face`; a WHERE clause follows.
    static let selection = """
        SELECT face.id, photo.id, photo.hash, photo.stored, face.crop, face.person, photo.width,
            photo.height, face.detection, face.quality, face.codes, photo.origin,
            \(CreditColumns.listOfPhoto), photo.year
        FROM face JOIN photo ON photo.id = face.photo

        """

    /// The same columns, and the embedding as the last; a WHERE clause follows.
    static let selectionWithVector = """
        SELECT face.id, photo.id, photo.hash, photo.stored, face.crop, face.person, photo.width,
            photo.height, face.detection, face.quality, face.codes, photo.origin,
            \(CreditColumns.listOfPhoto), photo.year, embedding.vector
        FROM face JOIN photo ON photo.id = face.photo JOIN embedding ON embedding.face = face.id

        """

    // The plus keeps SQLite from choosing the index of the gallery, which holds every face of it.

    /// All faces of a person in a gallery, best first.
    static let ofPerson =
        selection
            + """
            WHERE face.person = ? AND +face.gallery = ?
            ORDER BY face.score DESC, face.id
            """

    /// The vectors of a person's faces in a gallery.
    static let vectorsOfPerson = """
        SELECT vector FROM face JOIN embedding ON embedding.face = face.id
        WHERE face.person = ? AND +face.gallery = ?
        """

    /// All faces of a photo in a gallery, oldest first.
    static let ofPhoto =
        selection + "WHERE face.photo = ? AND +face.gallery = ? ORDER BY face.id"

    private static let creditColumn = 12

    private static let yearColumn = creditColumn + CreditColumns.names.count

    static let vectorColumn = yearColumn + 1

    static func face(_ row: Row) throws -> StoredFace {
        let crop: Data? = row[4]
        let person: Int64? = row[5]
        guard
            let hash = ContentHash(bytes: [UInt8](row[2] as Data)),
            let detection = FaceCoding.detection(row[8]),
            let quality = FaceCoding.quality(row[9], codes: row[10])
        else {
            throw DatabaseError(message: "the record of face \(row[0] as Int64) is malformed")
        }
        return StoredFace(
            id: FaceID(row[0]),
            photo: PhotoID(row[1]),
            photoHash: hash,
            photoStored: row[3],
            crop: crop.flatMap { ContentHash(bytes: [UInt8]($0)) },
            person: person.map(PersonID.init),
            photoWidth: row[6],
            photoHeight: row[7],
            detection: detection,
            quality: quality,
            origin: row[11],
            credit: CreditColumns.credit(row, from: creditColumn),
            photoYear: row[yearColumn]
        )
    }
}

extension FaceRows {
    /// The ids of a person's faces, oldest first.
    static func faces(of person: PersonID, _ db: Database) throws -> [FaceID] {
        try Int64.fetchAll(
            db,
            sql: "SELECT id FROM face WHERE person = ? ORDER BY id",
            arguments: [person.rawValue]
        ).map { FaceID($0) }
    }

    /// The faces of a photo, oldest first.
    static func faces(in photo: PhotoID, _ db: Database) throws -> [StoredFace] {
        try Row.fetchAll(
            db,
            sql: selection + "WHERE face.photo = ? ORDER BY face.id",
            arguments: [photo.rawValue]
        ).map(face)
    }
}
