/// Why a visitor was turned away.
public enum AdmissionError: Error, Sendable, Hashable {
    /// As many as may wait are waiting; `retryAfter` is in seconds, from 1.
    case full(retryAfter: Int)
    /// The wait was over its limit; `retryAfter` is in seconds, from 1.
    case waitedTooLong(retryAfter: Int)

    /// Seconds after which trying again is likely to help, for a `Retry-After` header.
    public var retryAfter: Int {
        switch self {
        case .full(let seconds), .waitedTooLong(let seconds): seconds
        }
    }
}

extension AdmissionError: CustomStringConvertible {
    /// What happened and when to try again.
    public var description: String {
        switch self {
        case .full(let seconds):
            return "too many requests are waiting already; try again in \(seconds) s"
        case .waitedTooLong(let seconds):
            return "no place became free in time; try again in \(seconds) s"
        }
    }
}
