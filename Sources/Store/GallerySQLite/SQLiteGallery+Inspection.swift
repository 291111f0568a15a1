import Dispatch
import GRDB

/// What tests ask of a catalogue beyond its public face.
extension SQLiteGallery {
    package struct Durability: Sendable {
        package var journalMode: String?
        package var synchronous: Int?
        package var secureDelete: Int?
        package var foreignKeys: Int?
    }

    package func durability() async throws -> Durability {
        try await writeWithoutTransaction { db in
            Durability(
                journalMode: try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                synchronous: try Int.fetchOne(db, sql: "PRAGMA synchronous"),
                secureDelete: try Int.fetchOne(db, sql: "PRAGMA secure_delete"),
                foreignKeys: try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
            )
        }
    }

    /// Records a migration this version does not know.
    package func pretendMigration(_ identifier: String) async throws {
        try await write { db in
            try db.execute(
                sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)",
                arguments: [identifier]
            )
        }
    }

    /// Makes a catalogue in the layout of an older version.
    ///
    /// - Parameters:
    ///   - migration: the last one that version knew, such as `v3`.
    ///   - statements: what it wrote.
    package static func makeOldCatalogue(
        at path: String,
        upTo migration: String,
        statements: [String]
    ) throws {
        let queue = try DatabaseQueue(path: path)
        try CatalogueSchema.migrator().migrate(queue, upTo: migration)
        try queue.write { db in
            for statement in statements { try db.execute(sql: statement) }
        }
        try queue.close()
    }

    /// Takes the table of jobs back to how it was before jobs were marked with their person.
    package func pretendUnmarkedJobs() async throws {
        try await write { db in
            try db.execute(sql: "DROP INDEX job_by_person")
            try db.execute(sql: "ALTER TABLE job DROP COLUMN person")
            try db.execute(sql: "DROP TABLE review")
            try db.execute(
                sql: "DELETE FROM grdb_migrations WHERE identifier IN ('v5', 'v6')"
            )
        }
    }

    /// What SQLite finds wrong with the file; `["ok"]` when nothing is.
    package func integrity() async throws -> [String] {
        try await read { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check")
                + Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map(\.description)
        }
    }

    /// Runs a body while a transaction of this store keeps other stores from writing.
    package func whileHoldingTheWriteLock(_ body: () async throws -> Void) async throws {
        let released = DispatchSemaphore(value: 0)
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        async let holding: Void = write { _ in
            starting.finish()
            released.wait()
        }
        for await _ in started {}
        defer { released.signal() }
        try await body()
        released.signal()
        try await holding
    }

    /// Runs a body while a snapshot of this store is being read.
    package func whileReading(_ body: () async throws -> Void) async throws {
        let released = DispatchSemaphore(value: 0)
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        async let reading: Void = read { db in
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM gallery")
            starting.finish()
            released.wait()
        }
        for await _ in started {}
        defer { released.signal() }
        try await body()
        released.signal()
        try await reading
    }
}
