public import FaceTypes
public import Jobs

/// Random operations on a queue, with a clock of its own, held against what must always be true.
///
/// The workers of this run crash, stall, finish late and finish twice; every seed is another story,
/// the same each time.
public struct JobModelRun: Sendable {
    private let seed: UInt64
    private let steps: Int

    /// Plans a run.
    public init(seed: UInt64, steps: Int) {
        self.seed = seed
        self.steps = steps
    }

    /// Runs, then drains the queue.
    ///
    /// - Returns: what happened, the same for every store.
    /// - Throws: `ConformanceFailure` where a rule is broken.
    public func check(_ store: any JobStore, gallery: GalleryID) async throws -> [String] {
        var story = JobStory(store: store, gallery: gallery, random: SplitMix(state: seed))
        for _ in 0..<steps { try await story.step() }
        try await story.drain()
        return story.events
    }
}

/// A small seeded generator (Steele, Lea, Flood 2014, "SplitMix").
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

private struct JobStory {
    let store: any JobStore
    let gallery: GalleryID
    var random: SplitMix
    var events: [String] = []
    private let policy = JobPolicy(leaseSeconds: 10, attemptsMax: 4, pausesMax: 3)
    private var now = JobInstant(milliseconds: 1_000_000)
    private var put: Set<Int> = []
    /// Leases given out and not yet given back, also ones that ran out meanwhile.
    private var held: [JobLease] = []
    /// The latest lease of each job that is believed to be leased.
    private var owner: [JobID: JobLease] = [:]
    private var ended: Set<JobID> = []

    init(store: any JobStore, gallery: GalleryID, random: SplitMix) {
        self.store = store
        self.gallery = gallery
        self.random = random
    }

    mutating func step() async throws {
        now = now.adding(seconds: Double.random(in: 0..<4, using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: try await enqueue()
        case 2, 3, 4: try await lease(limit: Int.random(in: 1...5, using: &random))
        case 5: try await renew()
        case 6, 7, 8: try await finish()
        default: try await redrive()
        }
        try await compare()
    }

    private mutating func enqueue() async throws {
        let numbers = (0..<4).map { _ in Int.random(in: 0..<60, using: &random) }
        let fresh = Set(numbers).subtracting(put).count
        let jobs = numbers.map { SampleJob.new($0, in: gallery) }
        try expectEqual(try await store.enqueue(jobs, at: now), fresh)
        put.formUnion(numbers)
        events.append("put \(fresh)")
    }

    private mutating func lease(limit: Int) async throws {
        let jobs = try await store.lease(
            to: "w\(limit)",
            kinds: [.photoFile],
            in: gallery,
            limit: limit,
            at: now,
            policy: policy
        )
        try expect(jobs.count <= limit, "no more than asked for")
        for job in jobs {
            let lease = try unwrapped(job.lease)
            try expect(!ended.contains(job.id), "an ended job is not leased")
            try expect(owner[job.id] != lease, "a new lease")
            try expect(job.attempts <= policy.attemptsMax, "no more attempts than allowed")
            try expect(!job.payload.isEmpty, "a leased job has its payload")
            owner[job.id] = lease
            held.append(lease)
        }
        events.append("leased \(jobs.map(\.id.rawValue))")
    }

    private mutating func renew() async throws {
        let kept = try await store.renew(held, at: now, policy: policy)
        for lease in kept { try expectEqual(owner[lease.job], lease) }
        events.append("renewed \(kept.map(\.job.rawValue).sorted())")
    }

    private mutating func finish() async throws {
        guard let lease = held.randomElement(using: &random) else { return }
        // Sometimes a worker reports twice: the lease stays in its hands.
        if Bool.random(using: &random) { held.removeAll { $0 == lease } }
        let outcome = outcome()
        let jitter = Double.random(in: 0..<1, using: &random)
        let completion = JobCompletion(lease: lease, outcome: outcome, jitter: jitter)
        let taken = try await store.finish([completion], at: now, policy: policy)
        if taken.contains(lease) {
            try expectEqual(owner[lease.job], lease)
            owner[lease.job] = nil
            if case .done = outcome { ended.insert(lease.job) }
        }
        events.append("finished \(lease.job) \(outcome) \(taken.count)")
    }

    private mutating func outcome() -> JobOutcome {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .failed(JobFailure(code: "a", detail: "d", advice: .never))
        case 1, 2: .failed(JobFailure(code: "b", detail: "d", advice: .later))
        case 3: .failed(JobFailure(code: "c", detail: "d", advice: .after(seconds: 7)))
        case 4: .released
        case 5: .deferred(note: "wait")
        default: .done(note: "fine")
        }
    }

    private mutating func redrive() async throws {
        let count = try await store.redrive(nil, in: gallery, at: now)
        events.append("redriven \(count)")
    }

    private func compare() async throws {
        let counts = try await store.counts(in: gallery)
        try expectEqual(counts.total, put.count)
        try expectEqual(counts.done, ended.count)
    }

    /// Works honestly until nothing is open.
    mutating func drain() async throws {
        for _ in 0..<10_000 {
            _ = try await store.redrive(nil, in: gallery, at: now)
            guard let due = try await store.nextDue(kinds: [.photoFile], in: gallery) else {
                break
            }
            now = max(now, due)
            let jobs = try await store.lease(
                to: "last",
                kinds: [.photoFile],
                in: gallery,
                limit: 10,
                at: now,
                policy: policy
            )
            let completions = jobs.compactMap(\.lease).map {
                JobCompletion(lease: $0, outcome: .done(note: "fine"), jitter: 0)
            }
            let taken = try await store.finish(completions, at: now, policy: policy)
            try expectEqual(taken.count, completions.count)
        }
        try expectEqual(try await store.counts(in: gallery), JobCounts(done: put.count))
    }
}
