public import FaceTypes
public import Jobs
import Synchronization

/// A queue in memory: what `SQLiteJobs` is held against, and what other rooms' tests use.
public final class MemoryJobStore: JobStore {
    private struct State {
        var jobs: [JobID: Job] = [:]
        var byKey: [String: JobID] = [:]
        var last: Int64 = 0

        /// Runs over jobs in order of id.
        func sorted(_ isIncluded: (Job) -> Bool) -> [Job] {
            jobs.values.filter(isIncluded).sorted { $0.id < $1.id }
        }
    }

    private let state = Mutex(State())

    /// An empty queue.
    public init() {}

    /// Puts jobs whose key is new.
    public func enqueue(_ jobs: [NewJob], at now: JobInstant) async throws -> Int {
        try check(jobs)
        return state.withLock { state in
            var fresh = 0
            for job in jobs {
                let key = "\(job.gallery)/\(job.key.source)/\(job.key.address.hexadecimal)"
                guard state.byKey[key] == nil else { continue }
                state.last += 1
                let id = JobID(state.last)
                state.byKey[key] = id
                state.jobs[id] = Job(id: id, job, at: now)
                fresh += 1
            }
            return fresh
        }
    }

    /// Gives out what is due, the longest due first.
    public func lease(
        to worker: String,
        kinds: [JobKind],
        in gallery: GalleryID?,
        limit: Int,
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> [Job] {
        state.withLock { state in
            let due = state.sorted { job in
                kinds.contains(job.kind) && job.isDue(at: now)
                    && (gallery == nil || job.gallery == gallery)
            }
            var leased: [Job] = []
            for var job in due.sorted(by: Self.isDueEarlier) where leased.count < limit {
                if job.lease(to: worker, at: now, policy: policy) { leased.append(job) }
                state.jobs[job.id] = job
            }
            return leased
        }
    }

    private static func isDueEarlier(_ left: Job, _ right: Job) -> Bool {
        (left.dueSince, left.id) < (right.dueSince, right.id)
    }

    /// Lengthens the leases still held.
    public func renew(
        _ leases: [JobLease],
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> Set<JobLease> {
        state.withLock { state in
            Set(
                leases.filter { lease in
                    state.jobs[lease.job]?.renew(lease, at: now, policy: policy) == true
                }
            )
        }
    }

    /// Ends the leases still held.
    public func finish(
        _ completions: [JobCompletion],
        at now: JobInstant,
        policy: JobPolicy
    ) async throws -> Set<JobLease> {
        state.withLock { state in
            Set(
                completions.filter { completion in
                    state.jobs[completion.lease.job]?
                        .finish(completion, at: now, policy: policy) == true
                }.map(\.lease)
            )
        }
    }

    /// Counts by state.
    public func counts(in gallery: GalleryID?) async throws -> JobCounts {
        state.withLock { state in
            var counts = JobCounts()
            for job in state.jobs.values where gallery == nil || job.gallery == gallery {
                counts[job.state] += 1
            }
            return counts
        }
    }

    /// Lists a state in pages.
    public func jobs(
        in wanted: JobState,
        of gallery: GalleryID?,
        after: JobID?,
        limit: Int
    ) async throws -> [Job] {
        state.withLock { state in
            let found = state.sorted { job in
                job.state == wanted && (gallery == nil || job.gallery == gallery)
                    && after.map { job.id > $0 } ?? true
            }
            return Array(found.prefix(limit))
        }
    }

    /// Makes dead jobs ready.
    public func redrive(
        _ ids: [JobID]?,
        in gallery: GalleryID?,
        at now: JobInstant
    ) async throws -> Int {
        state.withLock { state in
            let dead = state.sorted { job in
                job.state == .dead && (gallery == nil || job.gallery == gallery)
                    && ids?.contains(job.id) ?? true
            }
            for var job in dead {
                _ = job.redrive(at: now)
                state.jobs[job.id] = job
            }
            return dead.count
        }
    }

    /// Forgets ended jobs.
    public func purge(
        _ states: Set<JobState>,
        in gallery: GalleryID?,
        changedBefore moment: JobInstant
    ) async throws -> Int {
        let ended = states.intersection([.done, .dead])
        return state.withLock { state in
            let gone = state.sorted { job in
                ended.contains(job.state) && job.changed < moment
                    && (gallery == nil || job.gallery == gallery)
            }
            for job in gone { state.jobs[job.id] = nil }
            let ids = Set(gone.map(\.id))
            state.byKey = state.byKey.filter { !ids.contains($0.value) }
            return gone.count
        }
    }

    /// The earliest moment of an open job.
    public func nextDue(kinds: [JobKind], in gallery: GalleryID?) async throws -> JobInstant? {
        state.withLock { state in
            state.jobs.values.filter { job in
                kinds.contains(job.kind) && (job.state == .ready || job.state == .leased)
                    && (gallery == nil || job.gallery == gallery)
            }.map(\.dueSince).min()
        }
    }
}
