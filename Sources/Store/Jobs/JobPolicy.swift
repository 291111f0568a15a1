/// The limits of a queue.
///
/// Pauses grow with "full jitter" (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015):
/// an even draw between nothing and the doubled step, so that failed jobs do not return together.
public struct JobPolicy: Sendable, Hashable {
    /// Largest payload, in bytes.
    public static let payloadBytesMax = 32 << 10

    /// Longest text of a failure kept, in bytes.
    public static let detailBytesMax = 1 << 10

    /// Most jobs in one call of a store.
    public static let batchMax = 1_000

    /// How long a worker may be silent before others take its jobs, in seconds.
    public var leaseSeconds: Double

    /// Attempts that may fail before a job is dead.
    public var attemptsMax: Int

    /// Pauses the other side may ask for (`JobRetry.after`) before a job is dead.
    public var pausesMax: Int

    /// First step of the growing pauses, in seconds.
    public var pauseSeconds: Double

    /// Longest growing pause, in seconds.
    public var pauseSecondsMax: Double

    /// Longest pause that is granted when the other side asks for one, in seconds.
    public var askedSecondsMax: Double

    /// Makes a policy; the defaults suit downloads.
    public init(
        leaseSeconds: Double = 60,
        attemptsMax: Int = 6,
        pausesMax: Int = 100,
        pauseSeconds: Double = 1,
        pauseSecondsMax: Double = 300,
        askedSecondsMax: Double = 3_600
    ) {
        self.leaseSeconds = leaseSeconds
        self.attemptsMax = attemptsMax
        self.pausesMax = pausesMax
        self.pauseSeconds = pauseSeconds
        self.pauseSecondsMax = pauseSecondsMax
        self.askedSecondsMax = askedSecondsMax
    }

    /// The pause after so many failed attempts, in seconds.
    ///
    /// - Parameter jitter: 0..<1.
    public func pause(afterAttempts attempts: Int, jitter: Double) -> Double {
        let doublings = min(max(attempts - 1, 0), Self.doublingsMax)
        return min(pauseSecondsMax, pauseSeconds * Double(1 << doublings)) * jitter
    }

    /// The pause the other side asked for, within bounds and up to a tenth longer.
    func askedPause(_ seconds: Double, jitter: Double) -> Double {
        let asked = seconds.isFinite ? max(0, seconds) : askedSecondsMax
        return min(askedSecondsMax, asked) * (1 + jitter / 10)
    }

    /// Beyond it a pause has long reached any sensible limit.
    private static let doublingsMax = 30
}
