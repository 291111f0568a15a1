import FaceTypes
import Jobs

extension JobRule {
    static let leaseRules: [JobRule] = [
        JobRule("leased jobs go to one worker, the longest due first") { store, gallery, _ in
            for number in 0..<4 {
                let new = SampleJob.new(number, in: gallery)
                _ = try await store.enqueue([new], at: SampleJob.moment(Double(number)))
            }
            let first = try await SampleJob.lease(store, at: 10, worker: "a", limit: 3)
            let second = try await SampleJob.lease(store, at: 10, worker: "b", limit: 3)
            try expectEqual(first.map(\.id.rawValue), first.map(\.id.rawValue).sorted())
            try expectEqual(first.count, 3)
            try expectEqual(second.count, 1)
            try expect(Set(first.map(\.id)).isDisjoint(with: second.map(\.id)), "nobody shares")
            try expectEqual(second.first?.worker, "b")
            try expectEqual(second.first?.leasedUntil, SampleJob.moment(20))
            try expectEqual(try await store.counts(in: gallery), JobCounts(leased: 4))
        },
        JobRule("a worker gets the kinds and the gallery it asks for") { store, one, two in
            let jobs = [
                SampleJob.new(1, in: one), SampleJob.new(2, in: one, kind: .photoAddress),
                SampleJob.new(3, in: two),
            ]
            _ = try await store.enqueue(jobs, at: SampleJob.moment(0))
            let leased = try await SampleJob.lease(store, at: 0, kinds: [.photoFile], in: one)
            try expectEqual(leased.map(\.payload), [jobs[0].payload])
        },
        JobRule("a lease that ran out goes to the next worker, and the first is told") {
            store,
            gallery,
            _ in
            _ = try await store.enqueue([SampleJob.new(1, in: gallery)], at: SampleJob.moment(0))
            let first = try await SampleJob.lease(store, at: 0, worker: "a")
            try expectEqual(try await SampleJob.lease(store, at: 9.9).count, 0)
            let second = try await SampleJob.lease(store, at: 10, worker: "b")
            try expectEqual(second.first?.attempts, 2)
            let late = try await SampleJob.finish(store, first, .done(note: "x"), at: 11)
            try expectEqual(late, 0)
            let renewed = try await store.renew(
                first.compactMap(\.lease),
                at: SampleJob.moment(11),
                policy: SampleJob.policy
            )
            try expectEqual(renewed, [])
            let held = try await SampleJob.finish(store, second, .done(note: "x"), at: 12)
            try expectEqual(held, 1)
        },
        JobRule("a renewed lease lasts longer") { store, gallery, _ in
            _ = try await store.enqueue([SampleJob.new(1, in: gallery)], at: SampleJob.moment(0))
            let leases = try await SampleJob.lease(store, at: 0).compactMap(\.lease)
            let renewed = try await store.renew(
                leases,
                at: SampleJob.moment(9),
                policy: SampleJob.policy
            )
            try expectEqual(renewed, Set(leases))
            try expectEqual(try await SampleJob.lease(store, at: 18).count, 0)
            try expectEqual(try await SampleJob.lease(store, at: 19).count, 1)
        },
        JobRule("a job whose workers always go silent dies") { store, gallery, _ in
            _ = try await store.enqueue([SampleJob.new(1, in: gallery)], at: SampleJob.moment(0))
            for attempt in 0..<3 {
                let leased = try await SampleJob.lease(store, at: Double(attempt) * 10)
                try expectEqual(leased.count, 1)
            }
            try expectEqual(try await SampleJob.lease(store, at: 30).count, 0)
            let dead = try await store.jobs(in: .dead, of: nil, after: nil, limit: 9)
            try expectEqual(dead.first?.lastCode, JobFailure.leaseExpired)
        },
    ]
}
