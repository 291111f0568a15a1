import Foundation
import GRDB
import Gallery

/// The tables of a catalogue, one migration per layout that was ever shipped.
///
/// Ids come from AUTOINCREMENT, so that none is ever used again. No index holds a clear name, key
/// or address: pages of an index are split and merged all the time.
enum CatalogueSchema {
    static func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in
            for statement in tables + indexes { try db.execute(sql: statement) }
            try db.execute(
                sql: "INSERT INTO house (key, value) VALUES (?, ?)",
                arguments: [HouseKey.suppressionKey, SuppressionMarks.freshKey()]
            )
        }
        migrator.registerMigration("v2") { db in try db.execute(sql: orphanTable) }
        migrator.registerMigration("v3") { db in
            for statement in JobTable.statements { try db.execute(sql: statement) }
        }
        migrator.registerMigration("v4") { db in
            for statement in CreditColumns.additions { try db.execute(sql: statement) }
        }
        migrator.registerMigration("v5") { db in
            for statement in JobTable.personStatements { try db.execute(sql: statement) }
            try JobRows.markPeople(db)
        }
        migrator.registerMigration("v6") { db in
            for statement in ReviewTable.statements { try db.execute(sql: statement) }
        }
        migrator.registerMigration("v7") { db in
            // Catalogues of before do not know when their photos were taken.
            try db.execute(sql: "ALTER TABLE photo ADD COLUMN year INTEGER")
        }
        migrator.registerMigration("v8") { db in
            // Catalogues of before know merged keys by their hashes alone.
            try db.execute(sql: mergedKeyTable)
            try db.execute(sql: "CREATE INDEX merged_key_by_person ON merged_key (person)")
        }
        return migrator
    }

    /// Throws when the file holds a layout this version does not know.
    static func refuseNewer(_ db: Database) throws {
        let known = Set(migrator().migrations)
        let unknown = try migrator().appliedIdentifiers(db).subtracting(known).max()
        guard let unknown else { return }
        throw GalleryError.newerSchema(
            expected: migrator().migrations.last ?? "none",
            found: unknown
        )
    }

    /// Throws when the file must be updated first, which a reader cannot do.
    static func requireCurrent(_ db: Database) throws {
        guard try migrator().hasCompletedMigrations(db) else {
            throw DatabaseError(
                message: "its layout is older than this version's; open it once for writing"
            )
        }
    }

    private static let tables = [
        """
        CREATE TABLE house (
            key TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE gallery (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            pack_name TEXT NOT NULL,
            pack_version TEXT NOT NULL,
            pack_hash TEXT NOT NULL,
            dimension INTEGER NOT NULL CHECK (dimension > 0),
            keep TEXT NOT NULL CHECK (keep IN ('photos', 'crops', 'nothing')),
            labelled INTEGER NOT NULL CHECK (labelled IN (0, 1)),
            sequence INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        """
        CREATE TABLE person (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            gallery INTEGER NOT NULL REFERENCES gallery (id),
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            gender TEXT,
            birth_year INTEGER,
            death_year INTEGER,
            country TEXT,
            occupations TEXT NOT NULL CHECK (json_valid(occupations)),
            fame INTEGER
        ) STRICT
        """,
        // Every key that leads to a person, as the keyed hash a suppression record would hold.
        """
        CREATE TABLE person_key (
            mark BLOB PRIMARY KEY NOT NULL,
            person INTEGER NOT NULL REFERENCES person (id)
        ) STRICT, WITHOUT ROWID
        """,
        // Ids of people who were merged into another.
        """
        CREATE TABLE person_alias (
            id INTEGER PRIMARY KEY,
            person INTEGER NOT NULL REFERENCES person (id)
        ) STRICT
        """,
        // Of a photo that was removed for one person's sake and shows another, `hash` is a stand-in.
        """
        CREATE TABLE photo (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            gallery INTEGER NOT NULL REFERENCES gallery (id),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            perceptual_hash INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            byte_count INTEGER NOT NULL,
            origin TEXT NOT NULL,
            author TEXT,
            licence TEXT,
            licence_address TEXT,
            source TEXT,
            stored INTEGER NOT NULL CHECK (stored IN (0, 1))
        ) STRICT
        """,
        """
        CREATE TABLE face (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            gallery INTEGER NOT NULL REFERENCES gallery (id),
            photo INTEGER NOT NULL REFERENCES photo (id),
            person INTEGER REFERENCES person (id),
            detection BLOB NOT NULL CHECK (length(detection) = 60),
            quality BLOB NOT NULL CHECK (length(quality) = 28),
            score REAL NOT NULL,
            codes TEXT NOT NULL,
            crop BLOB CHECK (length(crop) = 32)
        ) STRICT
        """,
        // Little-endian 32-bit floats.
        """
        CREATE TABLE embedding (
            face INTEGER PRIMARY KEY REFERENCES face (id),
            vector BLOB NOT NULL
        ) STRICT
        """,
        // One row a face: `live` 1 where it was added or moved last, 0 where it was removed.
        """
        CREATE TABLE change (
            gallery INTEGER NOT NULL REFERENCES gallery (id),
            sequence INTEGER NOT NULL,
            face INTEGER NOT NULL UNIQUE,
            live INTEGER NOT NULL CHECK (live IN (0, 1)),
            PRIMARY KEY (gallery, sequence)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE derived (
            gallery INTEGER NOT NULL REFERENCES gallery (id),
            key TEXT NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (gallery, key)
        ) STRICT
        """,
        """
        CREATE TABLE suppression (
            mark BLOB PRIMARY KEY NOT NULL,
            kind INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
    ]

    // Objects that lost their last record and have not been reported deleted.
    private static let orphanTable = """
        CREATE TABLE orphan (
            hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32)
        ) STRICT, WITHOUT ROWID
        """

    // Keys of people who were merged into another, in clear, so that they can move to another home.
    private static let mergedKeyTable = """
        CREATE TABLE merged_key (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person INTEGER NOT NULL REFERENCES person (id),
            key TEXT NOT NULL
        ) STRICT
        """

    private static let indexes = [
        "CREATE INDEX person_by_gallery ON person (gallery)",
        "CREATE INDEX person_key_by_person ON person_key (person)",
        "CREATE INDEX person_alias_by_person ON person_alias (person)",
        // Hash first: "does any gallery still refer to this object" is asked at every removal.
        "CREATE UNIQUE INDEX photo_by_hash ON photo (hash, gallery)",
        "CREATE INDEX photo_by_gallery ON photo (gallery)",
        "CREATE INDEX face_by_photo ON face (photo)",
        "CREATE INDEX face_by_person ON face (person, photo)",
        "CREATE INDEX face_by_gallery ON face (gallery)",
        "CREATE INDEX face_by_crop ON face (crop) WHERE crop IS NOT NULL",
        "CREATE INDEX suppression_by_kind ON suppression (kind)",
    ]
}

/// Rows of the table `house`.
enum HouseKey {
    /// 32 random bytes that key every mark of this home.
    static let suppressionKey = "suppression-key"
    /// Present while removed bytes may still be found in the catalogue's files.
    static let scrubbingDue = "scrubbing-due"
}
