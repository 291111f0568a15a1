/// How gently a host is treated.
public struct HostLimits: Sendable, Hashable {
    /// Requests under way at once.
    public var concurrent: Int
    /// Least time between the starts of two requests.
    public var spacing: Duration
    /// First pause after a failure; doubles with each further one.
    public var backoff: Duration
    /// Longest such pause.
    public var backoffMax: Duration
    /// Failures in a row after which the host is left alone.
    public var failuresMax: Int
    /// How long it is then left alone; doubles with each further failure, up to an hour.
    public var rest: Duration
    /// Longest a caller waits for a turn; a longer pause refuses at once.
    public var waitMax: Duration

    /// Sets limits; the defaults fit a public service that is asked for little.
    public init(
        concurrent: Int = 2,
        spacing: Duration = .milliseconds(100),
        backoff: Duration = .seconds(1),
        backoffMax: Duration = .seconds(60),
        failuresMax: Int = 6,
        rest: Duration = .seconds(300),
        waitMax: Duration = .seconds(180)
    ) {
        self.concurrent = max(1, concurrent)
        self.spacing = spacing
        self.backoff = backoff
        self.backoffMax = backoffMax
        self.failuresMax = max(1, failuresMax)
        self.rest = rest
        self.waitMax = waitMax
    }
}
