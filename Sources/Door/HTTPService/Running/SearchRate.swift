import Admission
import HTTPTypes
import NIOCore
import Synchronization

/// How often one visitor may search.
final class SearchRate: Sendable {
    private let limiter: Mutex<RateLimiter?>
    private let start = ContinuousClock.now

    init(settings: ServiceSettings) {
        let limited = settings.searchesPerMinute > 0
        limiter = Mutex(
            limited
                ? RateLimiter(
                    requests: settings.searchesPerMinute,
                    per: .seconds(60),
                    burst: max(1, min(settings.searchBurst, settings.searchesPerMinute))
                ) : nil
        )
    }

    /// Counts a search of whoever sends this.
    ///
    /// - Throws: `rate_limited`.
    func count(_ exchange: Exchange) throws(Problem) {
        let now = start.duration(to: .now)
        let who =
            exchange.caller.key.map { "key " + $0.id }
            ?? RateLimiter.key(
                ofAddress: exchange.context.channel.remoteAddress?.ipAddress ?? "unknown"
            )
        let decision = limiter.withLock { $0?.take(who, at: now) }
        guard case .refused(let seconds) = decision else { return }
        var problem = Problem(
            .rateLimited,
            "Too many searches from here: try again in \(seconds) s.",
            members: ["retryAfter": .number(seconds)]
        )
        problem.headers[.retryAfter] = String(seconds)
        throw problem
    }
}
