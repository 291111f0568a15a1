/// When a job is tried again after a failed attempt.
public enum JobRetry: Sendable, Hashable {
    /// Never: the same attempt will fail again.
    case never
    /// With growing pauses.
    case later
    /// After so many seconds, which the other side asked for; no attempt is counted.
    case after(seconds: Double)
}
