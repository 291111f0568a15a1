public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// The change log after a position, oldest first, at most `limit` entries.
    public func changes(
        after sequence: Int64,
        limit: Int,
        in gallery: GalleryID
    ) async throws -> [GalleryChange] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT change.sequence, change.face, face.person, embedding.vector
                    FROM change
                    LEFT JOIN face ON face.id = change.face
                    LEFT JOIN embedding ON embedding.face = face.id
                    WHERE change.gallery = ? AND change.sequence > ?
                    ORDER BY change.sequence LIMIT ?
                    """
            )
            let rows = try Row.fetchCursor(
                statement,
                arguments: [gallery.rawValue, sequence, limit]
            )
            var changes: [GalleryChange] = []
            while let row = try rows.next() { changes.append(try Self.change(row)) }
            return changes
        }
    }

    /// A face without an embedding is a removed one.
    private static func change(_ row: Row) throws -> GalleryChange {
        let face = FaceID(row[1] as Int64)
        let values = try row.withUnsafeData(atIndex: 3) { $0.map(FaceCoding.floats) }
        let person: Int64? = row[2]
        return GalleryChange(
            sequence: row[0],
            event: values.map {
                .added(face, person: person.map(PersonID.init), embedding: Embedding(unit: $0))
            } ?? .removed(face)
        )
    }
}
