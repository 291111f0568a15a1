import FaceTypes
import Foundation
import GRDB
import Gallery
import Jobs

/// Jobs as rows and back.
enum JobRows {
    static func job(_ row: Row) throws -> Job {
        let address: Data = row[4]
        guard let hash = ContentHash(bytes: [UInt8](address)),
            let state = JobState(rawValue: row[6])
        else { throw DatabaseError(message: "job \(row[0] as Int64) makes no sense") }
        let new = NewJob(
            gallery: GalleryID(row[1]),
            kind: JobKind(rawValue: row[2]),
            key: JobKey(source: row[3], address: hash),
            payload: [UInt8](row[5] as Data)
        )
        var job = Job(id: JobID(row[0]), new, at: JobInstant(milliseconds: row[15]))
        job.state = state
        job.attempts = row[7]
        job.pauses = row[8]
        job.leases = row[9]
        job.notBefore = JobInstant(milliseconds: row[10])
        job.leasedUntil = (row[11] as Int64?).map(JobInstant.init(milliseconds:))
        job.worker = row[12]
        job.lastCode = row[13]
        job.lastDetail = row[14]
        job.changed = JobInstant(milliseconds: row[16])
        return job
    }

    static func find(_ id: JobID, _ db: Database) throws -> Job? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(JobTable.columns) FROM job WHERE id = ?"
        )
        return try Row.fetchOne(statement, arguments: [id.rawValue]).map(job)
    }

    /// - Parameter person: the mark of the key of the person it is for.
    /// - Returns: whether it is new.
    static func insert(
        _ new: NewJob,
        person: Data?,
        at now: JobInstant,
        _ db: Database
    ) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO job (gallery, kind, source, address, payload, state, attempts, pauses,
                    leases, not_before, created, changed, person)
                SELECT ?1, ?2, ?3, ?4, ?5, 'ready', 0, 0, 0, ?6, ?6, ?6, ?7
                WHERE NOT EXISTS (
                    SELECT 1 FROM job WHERE gallery = ?1 AND address = ?4 AND source = ?3
                )
                """
        )
        try statement.execute(arguments: [
            new.gallery.rawValue, new.kind.rawValue, new.key.source,
            Data(new.key.address.bytes), Data(new.payload), now.milliseconds, person,
        ])
        return db.changesCount == 1
    }

    /// Takes away the jobs of a person who is about to be removed, by the marks of their keys; one
    /// that a worker has as well, whose result then comes too late.
    ///
    /// - Returns: how many were still to be done, dead ones among them.
    static func remove(of person: PersonID, from gallery: GalleryID, _ db: Database) throws -> Int {
        let ofPerson = """
            gallery = ? AND person IN (SELECT mark FROM person_key WHERE person = ?)
            """
        let arguments: StatementArguments = [gallery.rawValue, person.rawValue]
        let count = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM job WHERE state <> 'done' AND \(ofPerson)",
            arguments: arguments
        )
        try db.execute(sql: "DELETE FROM job WHERE \(ofPerson)", arguments: arguments)
        return count ?? 0
    }

    /// Marks the jobs of a catalogue that was written before jobs were marked, whose payloads name
    /// the person's key as `key`.
    static func markPeople(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, gallery, json_extract(CAST(payload AS TEXT), '$.key') AS key FROM job
                WHERE json_valid(CAST(payload AS TEXT))
                """
        )
        for row in rows {
            guard let key = row["key"] as String? else { continue }
            let gallery = try SQLiteGallery.gallery(GalleryID(row["gallery"]), db)
            let mark = try SQLiteGallery.marks(for: gallery, db).personKey(key)
            try db.execute(
                sql: "UPDATE job SET person = ? WHERE id = ?",
                arguments: [mark, row["id"] as Int64]
            )
        }
    }

    /// Writes what a transition may change.
    static func update(_ job: Job, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE job SET payload = ?, state = ?, attempts = ?, pauses = ?, leases = ?,
                    not_before = ?, leased_until = ?, worker = ?, code = ?, detail = ?, changed = ?
                WHERE id = ?
                """
        )
        try statement.execute(arguments: [
            Data(job.payload), job.state.rawValue, job.attempts, job.pauses, job.leases,
            job.notBefore.milliseconds, job.leasedUntil?.milliseconds, job.worker, job.lastCode,
            job.lastDetail, job.changed.milliseconds, job.id.rawValue,
        ])
    }
}
