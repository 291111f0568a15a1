import Pools
import Synchronization

/// Seconds that stages kept a pool's threads busy, added over everything that ran at once.
package final class StageClock: Sendable {
    private let spent = Mutex<[String: Double]>([:])

    package init() {}

    var seconds: [String: Double] { spent.withLock { $0 } }

    func add(_ seconds: Double, to stage: String) {
        spent.withLock { $0[stage, default: 0] += seconds }
    }
}

/// A pool that notes how long each piece of work of one stage held a thread, without the wait for it.
struct MeteredPool: Sendable {
    let pool: BoundedPool
    var clock: StageClock?
    var stage = ""

    var width: Int { pool.width }

    func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard let clock else { return try await pool.run(body) }
        return try await pool.run { [stage] in
            let start = ContinuousClock.now
            defer { clock.add((ContinuousClock.now - start) / .seconds(1), to: stage) }
            return try body()
        }
    }
}
