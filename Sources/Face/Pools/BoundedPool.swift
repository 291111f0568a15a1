/// A fixed number of threads for work that blocks: inference, codecs, disk.
///
/// Such work must not run on Swift's cooperative threads, of which there are as many as cores and
/// which everything else waits for. Callers suspend until their work is done, so a caller that
/// awaits each call can never have more than one piece of work here.
public final class BoundedPool: Sendable {
    /// What errors call it.
    public let name: String

    /// Number of threads.
    public let width: Int

    /// Callers that may wait for a thread before ``runIfRoom(_:)`` refuses.
    public let queueLimit: Int

    private let crew: Crew

    /// Starts the threads.
    ///
    /// - Precondition: `width` is positive, `queueLimit` not negative, and the system lets a process
    ///   have that many threads.
    public init(name: String, width: Int, queueLimit: Int) {
        precondition(width > 0 && queueLimit >= 0)
        self.name = name
        self.width = width
        self.queueLimit = queueLimit
        crew = Crew(width: width)
    }

    deinit { crew.close(refusingWith: PoolError.shutDown(pool: name)) }

    /// Runs `body` on one of the pool's threads, in the order of the calls; the caller suspends.
    ///
    /// Cancelling the calling task takes work that has not started back at once. Work that has
    /// started runs to its end: C code cannot be interrupted.
    /// - Throws: what `body` throws, `CancellationError`, or `PoolError.shutDown`.
    public func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await run(body, waitingAtMost: .max)
    }

    /// Like ``run(_:)``, but refuses when ``queueLimit`` callers are waiting: for a door that would
    /// rather turn a visitor away than keep a crowd.
    ///
    /// - Throws: also `PoolError.full`.
    public func runIfRoom<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await run(body, waitingAtMost: queueLimit)
    }

    /// How busy the pool is now.
    public var load: PoolLoad { crew.load }

    /// Refuses what has not started, waits for what has, and ends the threads.
    ///
    /// Further calls to run work throw `PoolError.shutDown`. May be called more than once. A pool
    /// that is dropped without it ends its threads too, but nobody waits for them.
    public func shutDown() async {
        crew.close(refusingWith: PoolError.shutDown(pool: name))
        await crew.ended()
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value,
        waitingAtMost limit: Int
    ) async throws -> Value {
        let ticket = crew.makeTicket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = JobQueue.Job(
                    run: { continuation.resume(with: Result { try body() }) },
                    refuse: { continuation.resume(throwing: $0) }
                )
                if let refusal = crew.add(job, ticket: ticket, waitingAtMost: limit) {
                    job.refuse(error(for: refusal))
                }
            }
        } onCancel: {
            crew.takeBack(ticket)?.refuse(CancellationError())
        }
    }

    private func error(for refusal: Crew.Refusal) -> any Error {
        switch refusal {
        case .cancelled: return CancellationError()
        case .closed: return PoolError.shutDown(pool: name)
        case .full: return PoolError.full(pool: name, queueLimit: queueLimit)
        }
    }
}
