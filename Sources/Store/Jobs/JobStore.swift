public import FaceTypes

/// A durable queue of jobs that any number of workers and processes share.
///
/// Every call is one transaction: done whole or not at all, durable when it returns. All stores
/// follow the state machine in `Job`; time comes from the caller, so that tests decide it. Jobs are
/// delivered at least once: the work must bear being done again.
public protocol JobStore: Sendable {
    /// Puts jobs; one whose key is known in its gallery, in whatever state, changes nothing.
    ///
    /// - Returns: how many are new.
    /// - Throws: `JobError` for a payload or a batch beyond the limits; nothing is put then.
    func enqueue(_ jobs: [NewJob], at now: JobInstant) async throws -> Int

    /// Gives a worker the jobs that are due, the longest due first.
    ///
    /// - Parameters:
    ///   - worker: names who asks, for the list of jobs.
    ///   - kinds: what the worker knows how to do.
    ///   - gallery: the gallery it works for, or `nil` for all.
    ///   - limit: most jobs, up to `JobPolicy.batchMax`.
    func lease(
        to worker: String,
        kinds: [JobKind],
        in gallery: GalleryID?,
        limit: Int,
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> [Job]

    /// Lengthens leases.
    ///
    /// - Returns: those that are still held; the others now belong to somebody else.
    func renew(
        _ leases: [JobLease],
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> Set<JobLease>

    /// Ends leases.
    ///
    /// - Returns: those that were still held; the others changed nothing.
    func finish(
        _ completions: [JobCompletion],
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> Set<JobLease>

    /// How many jobs of a gallery, or of all, stand where.
    func counts(in gallery: GalleryID?) async throws -> JobCounts

    /// Jobs in one state in order of id, at most `limit`, after the given id.
    func jobs(
        in state: JobState,
        of gallery: GalleryID?,
        after: JobID?,
        limit: Int
    ) async throws -> [Job]

    /// Makes dead jobs ready again, all or those named.
    ///
    /// - Returns: how many there were.
    func redrive(_ ids: [JobID]?, in gallery: GalleryID?, at now: JobInstant) async throws -> Int

    /// Forgets jobs that ended before a moment, after which they may be put again.
    ///
    /// - Parameter states: `done`, `dead` or both; open jobs are never forgotten.
    /// - Returns: how many there were.
    func purge(
        _ states: Set<JobState>,
        in gallery: GalleryID?,
        changedBefore moment: JobInstant
    ) async throws -> Int

    /// When the next open job of these kinds is due; `nil` when there is none.
    func nextDue(kinds: [JobKind], in gallery: GalleryID?) async throws -> JobInstant?
}

extension JobStore {
    /// Throws what the limits forbid.
    public func check(_ jobs: [NewJob]) throws(JobError) {
        if jobs.count > JobPolicy.batchMax {
            throw .batchTooLarge(jobs: jobs.count, limit: JobPolicy.batchMax)
        }
        for job in jobs where job.payload.count > JobPolicy.payloadBytesMax {
            throw .payloadTooLarge(
                bytes: job.payload.count,
                limit: JobPolicy.payloadBytesMax
            )
        }
    }
}
