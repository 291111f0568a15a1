/// How busy a pool is at one moment.
public struct PoolLoad: Sendable, Hashable {
    /// Pieces of work that are running, at most the pool's width.
    public let running: Int

    /// Callers that wait for a thread.
    public let waiting: Int
}
