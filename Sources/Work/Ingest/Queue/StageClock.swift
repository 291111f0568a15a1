import Pools
import Synchronization

/// Seconds that stages kept a pool's threads busy, added over everything that ran at once, and how
/// many photos came through them.
package final class StageClock: Sendable {
    private let spent = Mutex<[String: Double]>([:])
    private let passed = Mutex<[String: Int]>([:])

    package init() {}

    var seconds: [String: Double] { spent.withLock { $0 } }

    /// Photos that came through each stage, also those that had ended before it.
    var counts: [String: Int] { passed.withLock { $0 } }

    func count(_ stages: [String], photos: Int = 1) {
        passed.withLock { passed in
            for stage in stages { passed[stage, default: 0] += photos }
        }
    }

    func add(_ seconds: Double, to stage: String) {
        spent.withLock { $0[stage, default: 0] += seconds }
    }
}

extension StageClock? {
    /// Runs a body and adds its time to a stage, where there is a clock.
    func measuring<Value>(_ stage: String, _ body: () throws -> Value) rethrows -> Value {
        guard let self else { return try body() }
        let start = ContinuousClock.now
        defer { self.add((ContinuousClock.now - start) / .seconds(1), to: stage) }
        return try body()
    }
}

/// A pool that notes how long each piece of work of one stage held a thread, without the wait for it.
struct MeteredPool: Sendable {
    let pool: BoundedPool
    var clock: StageClock?
    var stage = ""

    var width: Int { pool.width }

    /// The pool, noting its time for a stage.
    func at(_ stage: String) -> MeteredPool {
        var pool = self
        pool.stage = stage
        return pool
    }

    func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await pool.run { [clock, stage] in try clock.measuring(stage, body) }
    }
}
