/// Why a pool did not run a piece of work.
public enum PoolError: Error, Sendable, Hashable {
    /// As many callers as may wait are waiting already.
    case full(pool: String, queueLimit: Int)
    /// The pool has been shut down.
    case shutDown(pool: String)
}

extension PoolError: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .full(let pool, let queueLimit):
            return "\(pool): \(queueLimit) pieces of work are waiting already; try again later"
        case .shutDown(let pool):
            return "\(pool) has been shut down and takes no more work"
        }
    }
}
