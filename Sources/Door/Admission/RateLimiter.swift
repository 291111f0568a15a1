/// What a rate limiter says to one request.
public enum RateDecision: Sendable, Hashable {
    /// Go on; so many more may follow at once.
    case allowed(remaining: Int)
    /// Not now; try again after so many seconds, from 1.
    case refused(retryAfter: Int)
}

/// A token bucket for each key: a client's address or an access key's id.
///
/// A value without lock or clock; the time is passed in, as the time since some start. Kept as the
/// moment at which a bucket would be full again (the generic cell rate algorithm of ITU-T I.371),
/// so there is nothing to refill.
///
/// The table is bounded: it has two halves, keys seen lately and keys seen before; when the first
/// is full, the second is forgotten. So a key is forgotten, which fills its bucket, only after half
/// a table of other keys came since its last request. A step costs the same whatever the table
/// holds.
public struct RateLimiter: Sendable {
    /// Keys kept at most.
    public let keysMax: Int

    /// Requests a fresh key may make at once.
    public let burst: Int

    private let interval: Duration
    private var recent: [String: Duration] = [:]
    private var older: [String: Duration] = [:]

    /// Sets the rate.
    ///
    /// - Parameters:
    ///   - requests: How many a key may make in each `period` in the long run, from 1.
    ///   - burst: How many at once, from 1.
    ///   - keysMax: Keys kept at most, from 2.
    public init(requests: Int, per period: Duration, burst: Int, keysMax: Int = 20_000) {
        precondition(requests > 0 && period > .zero && burst > 0 && keysMax >= 2)
        self.keysMax = keysMax
        self.burst = burst
        interval = period / requests
    }

    /// Keys kept now.
    public var keyCount: Int { recent.count + older.count }

    /// Takes one token from a key's bucket.
    ///
    /// - Parameter now: The time since some start; an earlier time than before takes nothing back.
    public mutating func take(_ key: String, at now: Duration) -> RateDecision {
        let full = max(recent[key] ?? older[key] ?? now, now)
        let allowance = interval * (burst - 1)
        let wait = full - allowance - now
        guard wait <= .zero else {
            remember(key, fullAt: full)
            return .refused(retryAfter: Self.wholeSeconds(wait))
        }
        remember(key, fullAt: full + interval)
        return .allowed(remaining: Int(((allowance - (full - now)) / interval).rounded(.down)))
    }

    private mutating func remember(_ key: String, fullAt full: Duration) {
        older[key] = nil
        recent[key] = full
        guard recent.count >= keysMax / 2 else { return }
        older = recent
        recent = [:]
    }

    private static func wholeSeconds(_ wait: Duration) -> Int {
        let (seconds, attoseconds) = wait.components
        return max(1, Int(seconds) + (attoseconds > 0 ? 1 : 0))
    }
}
