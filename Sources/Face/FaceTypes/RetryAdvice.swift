/// Whether trying again what failed may help.
public enum RetryAdvice: Sendable, Hashable {
    /// The same attempt will fail again.
    case never
    /// It may work later, with growing pauses.
    case later
    /// It may work after so many seconds.
    case after(seconds: Double)
}

/// An error that knows whether trying again may help, and a short stable word for its kind.
public protocol RetryAdvising: Error {
    /// Whether trying again may help.
    var retryAdvice: RetryAdvice { get }

    /// A short stable word in lower case, such as `http_503`, for counts and lists.
    var code: String { get }
}
