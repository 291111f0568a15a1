public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// All galleries, by name.
    public func galleries() async throws -> [GalleryRecord] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM gallery ORDER BY name").map(Self.gallery)
        }
    }

    /// One gallery, or `nil`.
    public func gallery(named name: String) async throws -> GalleryRecord? {
        try await read { db in try Self.gallery(named: name, db) }
    }

    /// Creates a gallery, or returns the one that exists with the same settings.
    public func createGallery(
        named name: String,
        pack: PackIdentity,
        keep: KeepPolicy,
        labelled: Bool
    ) async throws -> GalleryRecord {
        guard GalleryRecord.isUsable(name: name) else { throw GalleryError.invalidName(name) }
        return try await write { db in
            if let existing = try Self.gallery(named: name, db) {
                try Self.require(existing, pack: pack, keep: keep, labelled: labelled)
                return existing
            }
            try db.execute(
                sql: """
                    INSERT INTO gallery
                        (name, pack_name, pack_version, pack_hash, dimension, keep, labelled)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, pack.name, pack.version, pack.hash, pack.dimension, keep.rawValue,
                    labelled,
                ]
            )
            return GalleryRecord(
                id: GalleryID(db.lastInsertedRowID),
                name: name,
                pack: pack,
                keep: keep,
                labelled: labelled
            )
        }
    }

    /// How much a gallery holds.
    public func statistics(of gallery: GalleryID) async throws -> GalleryStatistics {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT sequence,
                        (SELECT count(*) FROM person WHERE gallery = g.id AND EXISTS
                            (SELECT 1 FROM face WHERE face.person = person.id)),
                        (SELECT count(*) FROM photo WHERE gallery = g.id),
                        (SELECT count(*) FROM face WHERE gallery = g.id)
                    FROM gallery AS g WHERE id = ?
                    """,
                arguments: [gallery.rawValue]
            )
            guard let row else { throw GalleryError.noSuchGallery(name: "\(gallery)") }
            return GalleryStatistics(
                people: row[1],
                photos: row[2],
                faces: row[3],
                sequence: row[0]
            )
        }
    }

    /// The number of a gallery's last change.
    public func sequence(of gallery: GalleryID) async throws -> Int64 {
        try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT sequence FROM gallery WHERE id = ?")
            let sequence = try Int64.fetchOne(statement, arguments: [gallery.rawValue])
            guard let sequence else { throw GalleryError.noSuchGallery(name: "\(gallery)") }
            return sequence
        }
    }

    /// Whether a gallery holds a face.
    public func holdsFaces(_ gallery: GalleryID) async throws -> Bool {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM face WHERE gallery = ?)"
            )
            return try Bool.fetchOne(statement, arguments: [gallery.rawValue]) == true
        }
    }

    /// Bytes of the catalogue's pages by table and index, for all galleries together.
    ///
    /// Reads every page, so it belongs into benchmarks. Empty where SQLite was built without its
    /// table `dbstat`.
    package func bytesByPart() async throws -> [String: Int] {
        try await read { db in
            let has = "SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = 'dbstat')"
            guard try Bool.fetchOne(db, sql: has) == true else { return [:] }
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"
            )
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    /// The gallery's record inside a transaction.
    static func gallery(_ id: GalleryID, _ db: Database) throws -> GalleryRecord {
        let statement = try db.cachedStatement(sql: "SELECT * FROM gallery WHERE id = ?")
        let row = try Row.fetchOne(statement, arguments: [id.rawValue])
        guard let row else { throw GalleryError.noSuchGallery(name: "\(id)") }
        return try gallery(row)
    }

    private static func gallery(named name: String, _ db: Database) throws -> GalleryRecord? {
        try Row.fetchOne(db, sql: "SELECT * FROM gallery WHERE name = ?", arguments: [name])
            .map(gallery)
    }

    private static func gallery(_ row: Row) throws -> GalleryRecord {
        let keep: String = row["keep"]
        guard let policy = KeepPolicy(rawValue: keep) else {
            throw DatabaseError(message: "unknown keep policy \(keep)")
        }
        return GalleryRecord(
            id: GalleryID(row["id"]),
            name: row["name"],
            pack: PackIdentity(
                name: row["pack_name"],
                version: row["pack_version"],
                hash: row["pack_hash"],
                dimension: row["dimension"]
            ),
            keep: policy,
            labelled: row["labelled"]
        )
    }

    private static func require(
        _ existing: GalleryRecord,
        pack: PackIdentity,
        keep: KeepPolicy,
        labelled: Bool
    ) throws(GalleryError) {
        guard existing.pack == pack else {
            throw .packMismatch(gallery: existing.name, expected: existing.pack, found: pack)
        }
        guard existing.keep == keep, existing.labelled == labelled else {
            throw .settingsMismatch(
                gallery: existing.name,
                expected: settingsLine(existing.keep, existing.labelled),
                found: settingsLine(keep, labelled)
            )
        }
    }

    private static func settingsLine(_ keep: KeepPolicy, _ labelled: Bool) -> String {
        "keep \(keep.rawValue), \(labelled ? "labelled" : "unlabelled")"
    }
}
