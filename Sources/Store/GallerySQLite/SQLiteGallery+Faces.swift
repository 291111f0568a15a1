public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// The faces with these ids, in the order asked; missing ones are left out.
    public func faces(_ ids: [FaceID], in gallery: GalleryID) async throws -> [StoredFace] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: FaceRows.selection + "WHERE face.id = ? AND face.gallery = ?"
            )
            return try ids.compactMap { id in
                try Row.fetchOne(statement, arguments: [id.rawValue, gallery.rawValue])
                    .map(FaceRows.face)
            }
        }
    }

    /// The live faces of a person, best quality first.
    public func faces(of person: PersonID, in gallery: GalleryID) async throws -> [StoredFace] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: FaceRows.ofPerson,
                arguments: [person.rawValue, gallery.rawValue]
            ).map(FaceRows.face)
        }
    }

    /// The embeddings of these faces, in the order asked; missing ones are left out.
    public func embeddings(
        of faces: [FaceID],
        in gallery: GalleryID
    ) async throws -> [(face: FaceID, embedding: Embedding)] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT vector FROM embedding JOIN face ON face.id = embedding.face
                    WHERE embedding.face = ? AND face.gallery = ?
                    """
            )
            return try faces.compactMap { face in
                let vector = try Data.fetchOne(
                    statement,
                    arguments: [face.rawValue, gallery.rawValue]
                )
                return vector.map { (face, Embedding(unit: FaceCoding.floats($0))) }
            }
        }
    }

    /// The embeddings of all live faces of these people, person by person.
    public func embeddings(
        ofPeople people: [PersonID],
        in gallery: GalleryID
    ) async throws -> [(person: PersonID, embedding: Embedding)] {
        try await read { db in
            let statement = try db.cachedStatement(sql: FaceRows.vectorsOfPerson)
            return try people.flatMap { person in
                try Data.fetchAll(statement, arguments: [person.rawValue, gallery.rawValue])
                    .map { (person, Embedding(unit: FaceCoding.floats($0))) }
            }
        }
    }

    /// How SQLite goes about the queries of one person or one photo, a line a step; for tests.
    package func queryPlans() async throws -> [String] {
        try await read { db in
            try [FaceRows.ofPerson, FaceRows.vectorsOfPerson, FaceRows.ofPhoto].flatMap { sql in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: [1, 1])
                    .map { $0["detail"] }
            }
        }
    }

    /// Faces with their embeddings, and people, in one reading.
    public func matchRecords(
        faces: [FaceID],
        people: [PersonID],
        in gallery: GalleryID
    ) async throws -> MatchRecords {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: FaceRows.selectionWithVector + "WHERE face.id = ? AND face.gallery = ?"
            )
            let found = try faces.compactMap { face in
                try Row.fetchOne(statement, arguments: [face.rawValue, gallery.rawValue])
                    .map { row in
                        MatchRecords.Face(
                            record: try FaceRows.face(row),
                            embedding: Embedding(
                                unit: FaceCoding.floats(row[FaceRows.vectorColumn])
                            )
                        )
                    }
            }
            return MatchRecords(
                faces: found,
                people: try people.compactMap { try PersonRows.find($0, in: gallery, db) }
            )
        }
    }
}
