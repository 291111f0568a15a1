import FaceTypes
import Foundation
import GRDB
import Gallery

/// The table of doubts, and what befalls it when people and faces change.
enum ReviewTable {
    static let statements = [
        """
        CREATE TABLE review (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            gallery INTEGER NOT NULL REFERENCES gallery (id),
            kind TEXT NOT NULL,
            key BLOB NOT NULL CHECK (length(key) = 32),
            state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
            person INTEGER,
            other INTEGER,
            face INTEGER,
            person_key BLOB,
            similarity REAL,
            detail TEXT NOT NULL,
            payload BLOB NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX review_by_key ON review (gallery, key)",
        "CREATE INDEX review_by_state ON review (gallery, state, id)",
        "CREATE INDEX review_by_person ON review (person) WHERE person IS NOT NULL",
        "CREATE INDEX review_by_other ON review (other) WHERE other IS NOT NULL",
        "CREATE INDEX review_by_face ON review (face) WHERE face IS NOT NULL",
        "CREATE INDEX review_by_person_key ON review (person_key) WHERE person_key IS NOT NULL",
    ]

    static let columns = """
        id, state, kind, key, person, other, face, similarity, detail, payload
        """

    static func item(_ row: Row) throws -> ReviewItem {
        guard let state = ReviewItem.State(rawValue: row[1]),
            let kind = ReviewItem.Kind(rawValue: row[2]),
            let key = ContentHash(bytes: [UInt8](row[3] as Data))
        else { throw DatabaseError(message: "doubt \(row[0] as Int64) makes no sense") }
        return ReviewItem(
            id: row[0],
            state: state,
            doubt: ReviewItem.New(
                kind,
                key: key,
                person: (row[4] as Int64?).map(PersonID.init),
                other: (row[5] as Int64?).map(PersonID.init),
                face: (row[6] as Int64?).map(FaceID.init),
                similarity: (row[7] as Double?).map { Float($0) },
                detail: row[8],
                payload: [UInt8](row[9] as Data)
            )
        )
    }

    /// - Returns: whether it is new.
    static func insert(
        _ doubt: ReviewItem.New,
        personKey: Data?,
        in gallery: GalleryID,
        _ db: Database
    ) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO review (gallery, kind, key, state, person, other, face,
                    person_key, similarity, detail, payload)
                VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            gallery.rawValue, doubt.kind.rawValue, Data(doubt.key.bytes), doubt.person?.rawValue,
            doubt.other?.rawValue, doubt.face?.rawValue, personKey,
            doubt.similarity.map { Double($0) }, doubt.detail, Data(doubt.payload),
        ])
        return db.changesCount == 1
    }

    /// Forgets every doubt about a person who is about to be removed.
    static func forget(_ person: PersonID, _ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM review WHERE person = ?1 OR other = ?1
                    OR person_key IN (SELECT mark FROM person_key WHERE person = ?1)
                """,
            arguments: [person.rawValue]
        )
    }

    /// Forgets every doubt about a face.
    static func forget(_ face: FaceID, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM review WHERE face = ?")
        try statement.execute(arguments: [face.rawValue])
    }

    /// Moves the doubts about a person to the one they are merged into; whether the first was
    /// somebody's twin is no question any more.
    static func move(_ person: PersonID, to other: PersonID, _ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM review WHERE other IS NOT NULL AND (person = ?1 OR other = ?1)",
            arguments: [person.rawValue]
        )
        try db.execute(
            sql: "UPDATE review SET person = ? WHERE person = ?",
            arguments: [other.rawValue, person.rawValue]
        )
    }
}
