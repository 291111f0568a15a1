public import FaceTypes

/// Why something was not fetched.
public enum FetchError: RetryAdvising, Sendable, Hashable {
    /// No contact is configured, or one nobody could be reached by.
    case contactMissing(found: String)
    /// Not an address that can be fetched.
    case badAddress(String, reason: String)
    /// The port is not one of those allowed.
    case refusedPort(address: String, port: Int)
    /// The host has an address of a kind that must not be connected to.
    case refusedNetwork(host: String, address: String, kind: NetworkKind)
    /// The host's name has no address.
    case unresolvable(host: String, reason: String)
    /// A redirect leads from `https` to `http`.
    case downgrade(from: String, to: String)
    /// More redirects than allowed, or a circle of them.
    case tooManyRedirects(address: String, limit: Int)
    /// The host's robots.txt, or an `X-Robots-Tag`, forbids it.
    case robots(address: String, rule: String)
    /// The host's robots.txt could not be had, so nothing of the host may be fetched for now.
    case robotsUnreachable(address: String, seconds: Double, reason: String)
    /// The host answered with an error; `excerpt` is the beginning of what it said.
    case status(address: String, code: Int, retryAfter: Double?, excerpt: String, isFinal: Bool)
    /// More bytes than allowed, before or after decompression.
    case tooLarge(address: String, limit: Int)
    /// The whole exchange took too long.
    case timedOut(address: String, seconds: Double)
    /// Fewer bytes a second than the slowest rate allowed.
    case tooSlow(address: String, bytesPerSecond: Int)
    /// The answer broke off.
    case truncated(address: String, expected: Int?, found: Int)
    /// Something else than was asked for, such as an HTML page for a picture.
    case wrongContent(address: String, expected: String, found: ContentKind)
    /// The compressed answer is damaged.
    case undecodable(address: String, reason: String)
    /// The bytes are whole but not the ones expected.
    case wrongHash(address: String, expected: String, found: String)
    /// The host failed often or asked for a pause, and waiting for it would take too long.
    case hostResting(host: String, seconds: Double)
    /// No connection, or one that broke.
    case connection(address: String, reason: String)
    /// A file of this machine can't be read or written.
    case file(path: String, reason: String)
    /// zlib is not there.
    case libraryMissing(words: String)
    /// The task was cancelled.
    case cancelled
}

/// Whether trying again may help.
public enum FetchRetry: Sendable, Hashable {
    /// The same request will fail again.
    case never
    /// It may work later, with growing pauses.
    case later
    /// It may work after so many seconds.
    case after(seconds: Double)

    /// The same, in the words all rooms share.
    public var advice: RetryAdvice {
        switch self {
        case .never: .afterAChange
        case .later: .later(seconds: Self.standardSeconds)
        case .after(let seconds): .later(seconds: Int(min(max(1, seconds.rounded(.up)), 86_400)))
        }
    }

    /// Seconds until another try when nobody said.
    private static let standardSeconds = 30
}

extension FetchError {
    /// Whether trying again may help.
    public var retry: FetchRetry {
        switch self {
        case .status(_, let code, let seconds, _, let isFinal):
            Self.advice(status: code, retryAfter: seconds, isFinal: isFinal)
        case .hostResting(_, let seconds), .robotsUnreachable(_, let seconds, _):
            .after(seconds: seconds)
        case .unresolvable, .timedOut, .tooSlow, .truncated, .connection: .later
        default: .never
        }
    }

    /// Whether it tells of a wait that is left to the caller: asking again at once gains nothing.
    var isRest: Bool {
        switch self {
        case .hostResting, .robotsUnreachable: true
        default: false
        }
    }

    private static func advice(status: Int, retryAfter: Double?, isFinal: Bool) -> FetchRetry {
        guard !isFinal, [408, 425, 429, 500, 502, 503, 504].contains(status) else { return .never }
        return retryAfter.map { .after(seconds: $0) } ?? .later
    }

    /// The same, in the words all rooms share.
    public var retryAdvice: RetryAdvice { retry.advice }

    /// A short stable word for the kind of failure, for counts and lists.
    public var code: String {
        switch self {
        case .contactMissing: "contact_missing"
        case .badAddress: "bad_address"
        case .refusedPort, .refusedNetwork, .downgrade: "refused_address"
        case .unresolvable: "unresolvable"
        case .tooManyRedirects: "too_many_redirects"
        case .robots: "robots"
        case .robotsUnreachable: "robots_unreachable"
        case .status(_, let code, _, _, _): "http_\(code)"
        case .tooLarge: "too_large"
        case .timedOut, .tooSlow: "too_slow"
        case .truncated: "truncated"
        case .wrongContent: "wrong_content"
        case .undecodable: "bad_compression"
        case .wrongHash: "wrong_hash"
        case .hostResting: "host_resting"
        case .connection: "no_connection"
        case .file: "file"
        case .libraryMissing: "library_missing"
        case .cancelled: "cancelled"
        }
    }
}
