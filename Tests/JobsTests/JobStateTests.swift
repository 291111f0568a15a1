import FaceTypes
import GalleryConformance
import GalleryDoubles
import Jobs
import Testing

@Suite struct `A queue in memory` {
    @Test(arguments: JobRule.all)
    func `keeps every rule of a job store`(_ rule: JobRule) async throws {
        try await rule.check(MemoryJobStore(), galleries: (GalleryID(1), GalleryID(2)))
    }
}

@Suite struct `Pauses between attempts` {
    @Test func `double up to the limit`() {
        let policy = JobPolicy(pauseSeconds: 1, pauseSecondsMax: 300)
        let pauses = (1...12).map { policy.pause(afterAttempts: $0, jitter: 1) }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    }

    @Test func `are spread evenly from nothing`() {
        let policy = JobPolicy()
        #expect(policy.pause(afterAttempts: 4, jitter: 0) == 0)
        #expect(policy.pause(afterAttempts: 4, jitter: 0.25) == 2)
        #expect(policy.pause(afterAttempts: Int.max, jitter: 0.5) == 150)
    }

    @Test(arguments: [-5.0, 0, 1e12, .infinity, .nan])
    func `asked for by the other side stay within bounds`(_ seconds: Double) {
        let now = JobInstant(milliseconds: 0)
        var job = Job(id: JobID(1), Self.new, at: now)
        let policy = JobPolicy(askedSecondsMax: 100)
        let leased = job.lease(to: "w", at: now, policy: policy)
        #expect(leased)
        let failure = JobFailure(code: "c", detail: "", advice: .after(seconds: seconds))
        let completion = JobCompletion(
            lease: JobLease(job: job.id, number: 1),
            outcome: .failed(failure),
            jitter: 0.999
        )
        let finished = job.finish(completion, at: now, policy: policy)
        #expect(finished)
        #expect((0...110_000).contains(job.notBefore.milliseconds))
    }

    @Test func `a host that asks for pauses for ever ends a job all the same`() {
        let policy = JobPolicy(pausesMax: 4)
        var job = Job(id: JobID(1), Self.new, at: JobInstant(milliseconds: 0))
        var leases = 0
        while job.state != .dead, leases < 100 {
            leases += 1
            _ = job.lease(to: "w", at: job.notBefore, policy: policy)
            let failure = JobFailure(code: "c", detail: "", advice: .after(seconds: 1))
            let completion = JobCompletion(
                lease: JobLease(job: job.id, number: job.leases),
                outcome: .failed(failure),
                jitter: 0
            )
            _ = job.finish(completion, at: job.notBefore, policy: policy)
        }
        #expect(leases == 5)
    }

    @Test func `a long detail is cut between characters`() throws {
        let now = JobInstant(milliseconds: 0)
        var job = Job(id: JobID(1), Self.new, at: now)
        _ = job.lease(to: "w", at: now, policy: JobPolicy())
        let text = String(repeating: "é", count: JobPolicy.detailBytesMax)
        let failure = JobFailure(code: "c", detail: text, advice: .never)
        let completion = JobCompletion(
            lease: JobLease(job: job.id, number: 1),
            outcome: .failed(failure),
            jitter: 0
        )
        _ = job.finish(completion, at: now, policy: JobPolicy())
        let detail = try #require(job.lastDetail)
        #expect(detail.utf8.count == JobPolicy.detailBytesMax)
        #expect(text.hasPrefix(detail))
    }

    private static let new = NewJob(
        gallery: GalleryID(1),
        kind: .photoFile,
        key: JobKey(source: "s", address: Sample.hash(1)),
        payload: []
    )
}
