public import FaceTypes
import Foundation
import GRDB
import Gallery
public import Jobs

/// The queue of a home, in the catalogue's file.
///
/// Every call that changes something is one transaction holding SQLite's write lock, so leases are
/// given out one worker at a time, whatever the number of processes, and survive any crash.
public struct SQLiteJobs: JobStore {
    private let catalogue: SQLiteGallery

    /// The queue that lies in an open catalogue.
    public init(in catalogue: SQLiteGallery) { self.catalogue = catalogue }

    /// Puts jobs; one whose key is known in its gallery changes nothing.
    public func enqueue(_ jobs: [NewJob], at now: JobInstant) async throws -> Int {
        try check(jobs)
        return try await catalogue.write { db in
            var marks: [GalleryID: SuppressionMarks] = [:]
            return try jobs.count { job in
                let person = try job.person.map { key in
                    let known = try marks[job.gallery] ?? Self.marks(for: job.gallery, db)
                    marks[job.gallery] = known
                    return known.personKey(key)
                }
                return try JobRows.insert(job, person: person, at: now, db)
            }
        }
    }

    private static func marks(for gallery: GalleryID, _ db: Database) throws -> SuppressionMarks {
        try SQLiteGallery.marks(for: SQLiteGallery.gallery(gallery, db), db)
    }

    /// Gives a worker the jobs that are due, the longest due first.
    public func lease(
        to worker: String,
        kinds: [JobKind],
        in gallery: GalleryID?,
        limit: Int,
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> [Job] {
        let wanted = min(limit, JobPolicy.batchMax)
        guard wanted > 0 else { return [] }
        return try await catalogue.write { db in
            var leased: [Job] = []
            // A job that dies of silence instead takes up a place, so look again.
            while leased.count < wanted {
                let due = try Self.due(
                    kinds: kinds,
                    in: gallery,
                    limit: wanted - leased.count,
                    at: now,
                    db
                )
                if due.isEmpty { break }
                for var job in due {
                    if job.lease(to: worker, at: now, policy: policy) { leased.append(job) }
                    try JobRows.update(job, db)
                }
            }
            return leased
        }
    }

    private static func due(
        kinds: [JobKind],
        in gallery: GalleryID?,
        limit: Int,
        at now: JobInstant,
        _ db: Database
    ) throws -> [Job] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(JobTable.columns) FROM job
                WHERE state IN ('ready', 'leased') AND due <= ?1
                    AND (?2 IS NULL OR gallery = ?2)
                    AND kind IN (SELECT value FROM json_each(?3))
                ORDER BY due, id LIMIT ?4
                """
        )
        return try Row.fetchAll(
            statement,
            arguments: [now.milliseconds, gallery?.rawValue, list(kinds), limit]
        ).map(JobRows.job)
    }

    /// Lengthens leases.
    public func renew(
        _ leases: [JobLease],
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> Set<JobLease> {
        if leases.isEmpty { return [] }
        return try await catalogue.write { db in
            var held: Set<JobLease> = []
            for lease in leases {
                guard var job = try JobRows.find(lease.job, db),
                    job.renew(lease, at: now, policy: policy)
                else { continue }
                try JobRows.update(job, db)
                held.insert(lease)
            }
            return held
        }
    }

    /// Ends leases.
    public func finish(
        _ completions: [JobCompletion],
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> Set<JobLease> {
        if completions.isEmpty { return [] }
        return try await catalogue.write { db in
            var held: Set<JobLease> = []
            for completion in completions {
                guard var job = try JobRows.find(completion.lease.job, db),
                    job.finish(completion, at: now, policy: policy)
                else { continue }
                try JobRows.update(job, db)
                held.insert(completion.lease)
            }
            return held
        }
    }

    /// How many jobs of a gallery, or of all, stand where.
    public func counts(in gallery: GalleryID?) async throws -> JobCounts {
        try await catalogue.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT state, count(*) FROM job WHERE (?1 IS NULL OR gallery = ?1)
                    GROUP BY state
                    """,
                arguments: [gallery?.rawValue]
            )
            var counts = JobCounts()
            for row in rows {
                if let state = JobState(rawValue: row[0]) { counts[state] = row[1] }
            }
            return counts
        }
    }

    /// Jobs in one state in order of id, at most `limit`, after the given id.
    public func jobs(
        in state: JobState,
        of gallery: GalleryID?,
        after: JobID?,
        limit: Int
    ) async throws -> [Job] {
        try await catalogue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(JobTable.columns) FROM job
                    WHERE state = ?1 AND id > ?2 AND (?3 IS NULL OR gallery = ?3)
                    ORDER BY id LIMIT ?4
                    """,
                arguments: [
                    state.rawValue, after?.rawValue ?? 0, gallery?.rawValue, max(0, limit),
                ]
            ).map(JobRows.job)
        }
    }

    /// Makes dead jobs ready again, all or those named.
    public func redrive(
        _ ids: [JobID]?,
        in gallery: GalleryID?,
        at now: JobInstant
    ) async throws -> Int {
        try await catalogue.write { db in
            try db.execute(
                sql: """
                    UPDATE job SET state = 'ready', attempts = 0, pauses = 0, not_before = ?1,
                        changed = ?1
                    WHERE state = 'dead' AND (?2 IS NULL OR gallery = ?2)
                        AND (?3 IS NULL OR id IN (SELECT value FROM json_each(?3)))
                    """,
                arguments: [
                    now.milliseconds, gallery?.rawValue,
                    ids.map { "[\($0.map(\.description).joined(separator: ","))]" },
                ]
            )
            return db.changesCount
        }
    }

    /// Forgets jobs that ended before a moment.
    public func purge(
        _ states: Set<JobState>,
        in gallery: GalleryID?,
        changedBefore moment: JobInstant
    ) async throws -> Int {
        let ended = states.intersection([.done, .dead])
        return try await catalogue.write { db in
            var count = 0
            for state in ended {
                try db.execute(
                    sql: """
                        DELETE FROM job WHERE state = ?1 AND changed < ?2
                            AND (?3 IS NULL OR gallery = ?3)
                        """,
                    arguments: [state.rawValue, moment.milliseconds, gallery?.rawValue]
                )
                count += db.changesCount
            }
            return count
        }
    }

    /// When the next open job of these kinds is due.
    public func nextDue(kinds: [JobKind], in gallery: GalleryID?) async throws -> JobInstant? {
        try await catalogue.read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT due FROM job
                    WHERE state IN ('ready', 'leased') AND (?1 IS NULL OR gallery = ?1)
                        AND kind IN (SELECT value FROM json_each(?2))
                    ORDER BY due LIMIT 1
                    """,
                arguments: [gallery?.rawValue, Self.list(kinds)]
            ).map(JobInstant.init(milliseconds:))
        }
    }

    /// Kinds as a JSON list; SQLite quotes nothing for us here, so odd characters are escaped.
    private static func list(_ kinds: [JobKind]) throws -> String {
        String(decoding: try JSONEncoder().encode(kinds.map(\.rawValue)), as: UTF8.self)
    }
}
