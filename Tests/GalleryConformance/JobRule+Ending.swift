import FaceTypes
import Jobs

extension JobRule {
    static let endingRules: [JobRule] = [
        JobRule("a done job keeps its key and its note, and no payload") { store, gallery, _ in
            let new = SampleJob.new(1, in: gallery)
            _ = try await store.enqueue([new], at: SampleJob.moment(0))
            let leased = try await SampleJob.lease(store, at: 1)
            _ = try await SampleJob.finish(store, leased, .done(note: "enrolled"), at: 2)
            let done = try await store.jobs(in: .done, of: gallery, after: nil, limit: 9)
            try expectEqual(done.map(\.payload), [[]])
            try expectEqual(done.map(\.lastCode), ["enrolled"])
            try expectEqual(done.map(\.changed), [SampleJob.moment(2)])
            try expectEqual(try await store.enqueue([new], at: SampleJob.moment(3)), 0)
        },
        JobRule("a failed attempt waits its pause, and the last one is the end") {
            store,
            gallery,
            _ in
            _ = try await store.enqueue([SampleJob.new(1, in: gallery)], at: SampleJob.moment(0))
            // The steps are 4 and 8 seconds, halved by the jitter.
            for (at, early, due) in [(0.0, 1.9, 2.0), (2.0, 5.9, 6.0)] {
                let leased = try await SampleJob.lease(store, at: at)
                _ = try await SampleJob.finish(store, leased, SampleJob.failure(.later), at: at)
                try expectEqual(try await SampleJob.lease(store, at: early).count, 0)
                let next = try await store.nextDue(kinds: [.photoFile], in: gallery)
                try expectEqual(next, SampleJob.moment(due))
            }
            let last = try await SampleJob.lease(store, at: 6)
            _ = try await SampleJob.finish(store, last, SampleJob.failure(.later), at: 6)
            try expectEqual(try await store.counts(in: gallery), JobCounts(dead: 1))
            let dead = try await store.jobs(in: .dead, of: gallery, after: nil, limit: 1)
            try expectEqual(dead.first?.lastCode, "http_503")
            try expectEqual(dead.first?.lastDetail, "busy")
        },
        JobRule("what will fail again is dead at once") { store, gallery, _ in
            _ = try await store.enqueue([SampleJob.new(1, in: gallery)], at: SampleJob.moment(0))
            let leased = try await SampleJob.lease(store, at: 0)
            _ = try await SampleJob.finish(store, leased, SampleJob.failure(.never), at: 0)
            try expectEqual(try await store.counts(in: gallery), JobCounts(dead: 1))
        },
        JobRule("a pause that was asked for is kept and is no attempt") { store, gallery, _ in
            _ = try await store.enqueue([SampleJob.new(1, in: gallery)], at: SampleJob.moment(0))
            var now = 0.0
            for _ in 0..<10 {
                let leased = try await SampleJob.lease(store, at: now)
                try expectEqual(leased.first?.attempts, 1)
                let outcome = SampleJob.failure(.after(seconds: 60))
                _ = try await SampleJob.finish(store, leased, outcome, at: now, jitter: 0)
                try expectEqual(try await SampleJob.lease(store, at: now + 59).count, 0)
                now += 60
            }
        },
        JobRule("a job given back or put off is ready again, and no attempt was made") {
            store,
            gallery,
            _ in
            let jobs = [1, 2].map { SampleJob.new($0, in: gallery) }
            _ = try await store.enqueue(jobs, at: SampleJob.moment(0))
            let leased = try await SampleJob.lease(store, at: 1, limit: 1)
            _ = try await SampleJob.finish(store, leased, .deferred(note: "later"), at: 2)
            let next = try await SampleJob.lease(store, at: 3)
            try expectEqual(next.map(\.payload), [jobs[1].payload, jobs[0].payload])
            try expectEqual(next.map(\.attempts), [1, 1])
            try expectEqual(next.last?.lastCode, "later")
            try expectEqual(try await SampleJob.finish(store, next, .released, at: 4), 2)
            let again = try await SampleJob.lease(store, at: 5)
            try expectEqual(again.map(\.attempts), [1, 1])
        },
    ]

    static let upkeepRules: [JobRule] = [
        JobRule("dead jobs are re-driven as if new") { store, gallery, other in
            _ = try await store.enqueue([SampleJob.new(1, in: gallery)], at: SampleJob.moment(0))
            let leased = try await SampleJob.lease(store, at: 0)
            _ = try await SampleJob.finish(store, leased, SampleJob.failure(.never), at: 0)
            let moment = SampleJob.moment(9)
            try expectEqual(try await store.redrive(nil, in: other, at: moment), 0)
            try expectEqual(try await store.redrive([JobID(999)], in: nil, at: moment), 0)
            try expectEqual(try await store.redrive(nil, in: gallery, at: moment), 1)
            let again = try await SampleJob.lease(store, at: 9)
            try expectEqual(again.map(\.attempts), [1])
            try expectEqual(again.map(\.payload), leased.map(\.payload))
            try expect(again.first?.lease != leased.first?.lease, "another lease")
        },
        JobRule("ended jobs are forgotten on request and may be put again") { store, gallery, _ in
            let jobs = [1, 2, 3].map { SampleJob.new($0, in: gallery) }
            _ = try await store.enqueue(jobs, at: SampleJob.moment(0))
            let leased = try await SampleJob.lease(store, at: 0, limit: 2)
            _ = try await SampleJob.finish(store, [leased[0]], .done(note: "x"), at: 1)
            _ = try await SampleJob.finish(store, [leased[1]], SampleJob.failure(.never), at: 5)
            let gone = try await store.purge(
                [.done, .dead, .ready, .leased],
                in: gallery,
                changedBefore: SampleJob.moment(3)
            )
            try expectEqual(gone, 1)
            try expectEqual(try await store.counts(in: gallery), JobCounts(ready: 1, dead: 1))
            try expectEqual(try await store.enqueue(jobs, at: SampleJob.moment(9)), 1)
        },
        JobRule("jobs are listed in pages") { store, gallery, _ in
            let jobs = (0..<5).map { SampleJob.new($0, in: gallery) }
            _ = try await store.enqueue(jobs, at: SampleJob.moment(0))
            var seen: [JobID] = []
            while true {
                let page = try await store.jobs(
                    in: .ready,
                    of: gallery,
                    after: seen.last,
                    limit: 2
                )
                if page.isEmpty { break }
                seen += page.map(\.id)
            }
            try expectEqual(seen.count, 5)
            try expectEqual(seen, seen.sorted())
        },
    ]
}
