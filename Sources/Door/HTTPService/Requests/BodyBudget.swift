import Synchronization

/// Bytes of request bodies that are in memory, of all requests together.
final class BodyBudget: Sendable {
    private let free: Mutex<Int>

    init(bytes: Int) { free = Mutex(bytes) }

    fileprivate func take(_ bytes: Int) -> Bool {
        free.withLock { free in
            guard free >= bytes else { return false }
            free -= bytes
            return true
        }
    }

    fileprivate func give(_ bytes: Int) { free.withLock { $0 += bytes } }
}

/// What one request holds of the budget; it goes back when nothing of the request is left.
final class BodyShare: Sendable {
    private let budget: BodyBudget
    private let held = Mutex(0)

    init(of budget: BodyBudget) { self.budget = budget }

    deinit { budget.give(held.withLock { $0 }) }

    /// Takes more bytes.
    ///
    /// - Throws: `busy` when all requests together hold as much as they may.
    func take(_ bytes: Int) throws(Problem) {
        guard budget.take(bytes) else {
            var problem = Problem.busy(
                "The service holds as many photos as it may: try again soon.",
                retryAfter: 5
            )
            problem.closes = true
            throw problem
        }
        held.withLock { $0 += bytes }
    }
}
