import FaceTypes
import Jobs

extension JobRule {
    static let puttingRules: [JobRule] = [
        JobRule("a job that is put twice is there once") { store, gallery, _ in
            let jobs = [1, 2, 1].map { SampleJob.new($0, in: gallery) }
            try expectEqual(try await store.enqueue(jobs, at: SampleJob.moment(0)), 2)
            try expectEqual(try await store.enqueue(jobs, at: SampleJob.moment(5)), 0)
            try expectEqual(try await store.counts(in: gallery), JobCounts(ready: 2))
        },
        JobRule("the same address of another source or gallery is another job") { store, one, two in
            let jobs = [
                SampleJob.new(1, in: one), SampleJob.new(1, in: one, source: "other"),
                SampleJob.new(1, in: two),
            ]
            try expectEqual(try await store.enqueue(jobs, at: SampleJob.moment(0)), 3)
            try expectEqual(try await store.counts(in: one).ready, 2)
            try expectEqual(try await store.counts(in: nil).ready, 3)
        },
        JobRule("a job keeps what it was put with") { store, gallery, _ in
            let new = SampleJob.new(7, in: gallery, kind: .photoAddress)
            _ = try await store.enqueue([new], at: SampleJob.moment(3))
            let found = try await store.jobs(in: .ready, of: gallery, after: nil, limit: 9)
            let job = try unwrapped(found.first)
            try expectEqual(job, Job(id: job.id, new, at: SampleJob.moment(3)))
        },
        JobRule("a payload beyond the limit puts nothing") { store, gallery, _ in
            var large = SampleJob.new(2, in: gallery)
            large.payload = [UInt8](repeating: 1, count: JobPolicy.payloadBytesMax + 1)
            let expected = JobError.payloadTooLarge(
                bytes: JobPolicy.payloadBytesMax + 1,
                limit: JobPolicy.payloadBytesMax
            )
            try await expectError(expected) {
                let jobs = [SampleJob.new(1, in: gallery), large]
                _ = try await store.enqueue(jobs, at: SampleJob.moment(0))
            }
            try expectEqual(try await store.counts(in: nil).total, 0)
        },
    ]
}
