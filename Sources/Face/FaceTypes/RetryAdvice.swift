/// Whether it helps to do again what has just failed.
public enum RetryAdvice: Sendable, Hashable {
    /// The same request may succeed after so many seconds.
    case later(seconds: Int)

    /// Only with another input, another setting, or after something was mended.
    case afterAChange
}

/// An error of a room that does work for somebody, who may ask whether to try again.
public protocol RetryAdvising: Error {
    /// Whether trying again helps.
    var retryAdvice: RetryAdvice { get }
}
