import Foundation
import GRDB
import Gallery

/// How a catalogue file is opened, and what is asserted of the connection before it is used.
enum CatalogueOpening {
    /// Opens for reading and writing, and brings the layout up to date.
    ///
    /// Opening switches the journal mode and may migrate, neither of which SQLite makes safe against
    /// another process doing the same, so one process at a time opens.
    static func writablePool(
        at path: String,
        settings: SQLiteGallerySettings
    ) throws -> DatabasePool {
        let lock = try OpeningLock(
            path: path + ".lock",
            limitSeconds: settings.busyLimitSeconds
        )
        defer { lock.release() }
        try makePrivateFile(at: path)
        let pool = try DatabasePool(path: path, configuration: configuration(settings))
        try pool.writeWithoutTransaction { db in
            try CatalogueSchema.refuseNewer(db)
            try secure(db)
        }
        try CatalogueSchema.migrator().migrate(pool)
        try pool.writeWithoutTransaction { db in
            _ = try CatalogueScrubbing.finish(db, settings: settings)
        }
        return pool
    }

    /// Opens for reading.
    ///
    /// SQLite cannot read a WAL catalogue in a folder that cannot be written once its log is gone,
    /// unless told that nobody changes the file; there nobody can. The same goes for a full disk,
    /// which has no room for what readers and writers share: only where nobody has the catalogue
    /// open is that not there, and until there is room again nobody can change much.
    static func readOnlyPool(
        at path: String,
        settings: SQLiteGallerySettings
    ) throws -> DatabasePool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if access(folder, W_OK) != 0, !hasLog(path) {
            return try readOnlyPool(from: unchangedPath(path), settings: settings)
        }
        do {
            return try readOnlyPool(from: path, settings: settings)
        } catch {
            let meaning = GalleryError(cause: error, path: path, settings: settings)
            guard case .diskFull = meaning, !hasLog(path) else { throw error }
            return try readOnlyPool(from: unchangedPath(path), settings: settings)
        }
    }

    private static func readOnlyPool(
        from name: String,
        settings: SQLiteGallerySettings
    ) throws -> DatabasePool {
        var configuration = configuration(settings)
        configuration.readonly = true
        let pool = try DatabasePool(path: name, configuration: configuration)
        try pool.read(CatalogueSchema.refuseNewer)
        try pool.read(CatalogueSchema.requireCurrent)
        return pool
    }

    /// Bytes of a page of a new catalogue: embeddings of 512 components, 2 KiB each, fill three
    /// quarters of it, but only half of SQLite's own 4 KiB.
    private static let pageByteCount = 8_192

    private static func configuration(_ settings: SQLiteGallerySettings) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(settings.busyLimitSeconds)
        configuration.maximumReaderCount = settings.readersMax
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            // Without effect once there are tables.
            try db.execute(sql: "PRAGMA page_size = \(pageByteCount)")
            // Sorting must not spill faces into files that nobody scrubs.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// Makes commits durable and deletions thorough, and checks that SQLite agreed.
    ///
    /// It has to come after the pool was opened, which sets `synchronous=NORMAL`.
    private static func secure(_ db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try require(db, pragma: "synchronous", is: 2)
        try require(db, pragma: "secure_delete", is: 1)
        try require(db, pragma: "foreign_keys", is: 1)
    }

    private static func require(_ db: Database, pragma: String, is expected: Int) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA \(pragma)")
        guard found == expected else {
            throw DatabaseError(
                message: "SQLite did not accept \(pragma) = \(expected); it says "
                    + (found.map(String.init) ?? "nothing")
            )
        }
    }

    /// Makes the file before SQLite does, so that only its owner may read faces; the log beside it
    /// takes the same permissions.
    private static func makePrivateFile(at path: String) throws {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw SystemFailure(call: "open", code: errno)
        }
    }

    /// Whether changes lie beside the file that are not in it yet.
    private static func hasLog(_ path: String) -> Bool {
        var log = stat()
        return stat(path + "-wal", &log) == 0 && log.st_size > 0
    }

    /// The file's name as one that nobody changes.
    private static func unchangedPath(_ path: String) -> String {
        let allowed = CharacterSet.urlPathAllowed
        let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
        return "file:\(escaped)?immutable=1"
    }
}
