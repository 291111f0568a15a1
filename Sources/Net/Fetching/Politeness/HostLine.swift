/// The line of requests in front of one host: a pure state machine; time is passed in.
///
/// It bounds requests under way, spaces their starts, obeys pauses the host asks for, backs off after
/// failures with jitter, and after several failures in a row leaves the host alone (a circuit
/// breaker), then tries with one request at a time until one succeeds.
public struct HostLine: Sendable {
    /// The answer to somebody who wants to send a request.
    public enum Turn: Sendable, Hashable {
        /// Send it now; `finish` must follow.
        case now
        /// Ask again at this time.
        case at(Duration)
        /// Ask again when another request has finished.
        case whenFree
        /// Waiting would take too long; the pause ends at this time.
        case refused(until: Duration)
    }

    /// How a request ended.
    public enum Outcome: Sendable, Hashable {
        /// The host works.
        case fine
        /// The host works but did not like the request; says nothing of its health.
        case neutral
        /// The host is in trouble or overloaded; it may have asked for a pause.
        case trouble(pause: Duration?)
    }

    /// The limits in force.
    public private(set) var limits: HostLimits
    private var underWay = 0
    private var nextStart: Duration = .zero
    private var pauseEnd: Duration = .zero
    private var failures = 0

    /// A line nobody stands in.
    public init(limits: HostLimits) { self.limits = limits }

    /// Longest rest of a host that goes on failing.
    static let restMax: Duration = .seconds(3600)

    /// Longest pause a host is granted.
    static let pauseMax: Duration = .seconds(RetryAfter.secondsMax)

    /// Whether it may be forgotten at this time.
    public func isIdle(at now: Duration) -> Bool {
        underWay == 0 && failures == 0 && pauseEnd <= now && nextStart <= now
    }

    /// How long everybody has to wait; zero when there is no pause.
    func pauseLeft(at now: Duration) -> Duration { max(.zero, pauseEnd - now) }

    /// Asks for a turn; `now` counts seconds from any fixed moment and never goes back.
    public mutating func ask(at now: Duration) -> Turn {
        if pauseEnd > now {
            return pauseEnd - now > limits.waitMax ? .refused(until: pauseEnd) : .at(pauseEnd)
        }
        let width = failures >= limits.failuresMax ? 1 : limits.concurrent
        if underWay >= width { return .whenFree }
        if nextStart > now { return .at(nextStart) }
        underWay += 1
        nextStart = now + limits.spacing
        return .now
    }

    /// Ends a request that had its turn.
    ///
    /// - Parameter jitter: from 0 to 1, evenly spread, so that many clients do not come back at once.
    public mutating func finish(_ outcome: Outcome, at now: Duration, jitter: Double) {
        underWay = max(0, underWay - 1)
        switch outcome {
        case .fine: failures = 0
        case .neutral: break
        case .trouble(let asked):
            failures += 1
            let pause = asked ?? ownPause(jitter: jitter)
            self.pause(pause, at: now)
        }
    }

    /// Makes everybody wait, for at most a day, as the host asked for by other means than a status.
    public mutating func pause(_ time: Duration, at now: Duration) {
        pauseEnd = max(pauseEnd, now + min(time, Self.pauseMax))
    }

    /// Widens the spacing to what robots.txt asks for; never narrows it.
    public mutating func space(_ spacing: Duration) {
        limits.spacing = max(limits.spacing, spacing)
    }

    private func ownPause(jitter: Double) -> Duration {
        let beyond = failures - limits.failuresMax
        if beyond >= 0 {
            return min(limits.rest * Self.doubled(beyond), Self.restMax)
        }
        let full = min(limits.backoff * Self.doubled(failures - 1), limits.backoffMax)
        return full * (0.5 + min(max(jitter, 0), 1) / 2)
    }

    private static func doubled(_ times: Int) -> Int { 1 << min(max(times, 0), 16) }
}
