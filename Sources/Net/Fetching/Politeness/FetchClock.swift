public import Foundation

/// The time politeness and retries go by, so that tests need not wait.
public struct FetchClock: Sendable {
    /// Time since any fixed moment; never goes back.
    public var now: @Sendable () -> Duration
    /// The date, for `Retry-After` dates and caches.
    public var date: @Sendable () -> Date
    /// Waits; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void

    /// Makes a clock.
    public init(
        now: @escaping @Sendable () -> Duration,
        date: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.date = date
        self.sleep = sleep
    }

    /// Real time.
    public static let real: FetchClock = {
        let start = ContinuousClock.now
        return FetchClock(
            now: { ContinuousClock.now - start },
            date: { Date() },
            sleep: { try await Task.sleep(for: $0) }
        )
    }()
}
