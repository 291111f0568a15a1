public import FaceTypes
import NIOHTTP1

/// Fetches from the web, guarded and polite; any task may call it.
///
/// Every request says who asks; every host's addresses are checked and pinned before a connection;
/// redirects are checked anew and bounded; robots.txt is obeyed by crawls; each host has a line with
/// spacing, pauses and a circuit breaker; bytes, time and the slowest rate are bounded; what comes is
/// looked at before it is believed. End it with `close`.
public struct Fetcher: Sendable {
    /// The name robots.txt may call this program by.
    public static let productToken = "Semblance"

    private let identity: FetchIdentity
    private let settings: FetchSettings
    private let clock: FetchClock
    private let clients: PinnedClients
    private let gate: HostGate
    private let robots: RobotsCache

    /// Makes a fetcher; nothing is connected to yet.
    ///
    /// - Parameter turns: shared with the fetchers of other processes; without them each is polite on
    ///   its own.
    public init(
        identity: FetchIdentity,
        settings: FetchSettings = FetchSettings(),
        resolver: Resolver = .system,
        clock: FetchClock = .real,
        turns: SharedTurns? = nil
    ) {
        self.identity = identity
        self.settings = settings
        self.clock = clock
        clients = PinnedClients(settings: settings, resolver: resolver, clock: clock)
        gate = HostGate(clock: clock, shared: turns) { settings.hostLimits[$0] ?? settings.limits }
        robots = RobotsCache(clock: clock, lifetime: settings.robotsLifetime)
    }

    /// Closes every connection; later requests throw `cancelled`.
    public func close() async { await clients.close() }

    /// Leaves a host alone for a while, a day at most, as an API asked for in its answer's body.
    public func pause(_ address: WebAddress, seconds: Double) async {
        await gate.pause(address.host, .seconds(RetryAfter.bounded(seconds)))
    }

    /// Fetches into memory.
    ///
    /// Failures that may pass are tried again, `attemptsMax` times in all, as `retry` and the
    /// host's line say.
    public func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchAnswer {
        let (reply, address) = try await follow(
            request,
            Self.conditions(of: request),
            .memory(prefix: false)
        )
        return FetchAnswer(
            status: reply.status,
            address: address,
            bytes: reply.status == 304 ? [] : reply.bytes,
            validators: Validators(reply.headers),
            retryAfter: RetryAfter.seconds(
                reply.headers.first(name: "retry-after"),
                now: clock.date()
            )
        )
    }

    private static func conditions(of request: FetchRequest) -> [(String, String)] {
        var headers: [(String, String)] = []
        if let etag = request.known?.etag { headers.append(("if-none-match", etag)) }
        if let date = request.known?.lastModified { headers.append(("if-modified-since", date)) }
        return headers
    }

    /// Downloads to a file, going on where an earlier attempt broke off.
    ///
    /// The bytes gather in `partial`; the file gets its name only when it is whole and, if a hash is
    /// given, the right one.
    /// - Parameters:
    ///   - request: its `known` is not used.
    ///   - destination: path of the file; its folder exists.
    ///   - partial: path of the unfinished file, on the same file system, kept between attempts.
    ///   - expected: the SHA-256 it must have.
    ///   - progress: called with the bytes so far.
    /// - Returns: the file's SHA-256.
    public func download(
        _ request: FetchRequest,
        to destination: String,
        partial: String,
        expected: ContentHash? = nil,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(FetchError) -> ContentHash {
        var last = FetchError.cancelled
        for attempt in 1...settings.attemptsMax {
            let file = PartialFile(
                address: "\(request.address)",
                path: partial,
                report: progress
            )
            do {
                let range = try await file.resume()
                _ = try await follow(request, range, .file(file), attemptsMax: 1)
                return try await file.finish(as: destination, expected: expected)
            } catch {
                await file.close()
                last = error
                let isRangeRefused =
                    if case .status(_, 416, _, _, _) = error { true } else { false }
                switch error {
                case .status(_, 416, _, _, _), .wrongContent, .tooLarge, .undecodable:
                    try await file.restart()
                default: break
                }
                guard attempt < settings.attemptsMax,
                    isRangeRefused || (error.retry != .never && !error.isRest)
                else { throw error }
            }
        }
        throw last
    }
}

// Redirects, robots, turns.
extension Fetcher {
    private func follow(
        _ request: FetchRequest,
        _ headers: [(String, String)],
        _ destination: Exchange.Destination,
        attemptsMax: Int? = nil
    ) async throws(FetchError) -> (Exchange.Reply, WebAddress) {
        var step = request
        var seen: Set<String> = []
        for _ in 0...settings.redirectsMax {
            guard seen.insert("\(step.address)").inserted else { break }
            if request.robots == .obey { try await obeyRobots(of: step.address) }
            let reply = try await tryRepeatedly(step, headers, destination, attemptsMax)
            guard let location = Self.location(of: reply) else {
                if request.robots == .obey { try obeyTag(of: reply, step.address) }
                return (reply, step.address)
            }
            let next = try step.address.resolving(location)
            try settings.network.check(redirectFrom: step.address, to: next)
            step.address = next
            step.form = nil
        }
        throw .tooManyRedirects(address: "\(request.address)", limit: settings.redirectsMax)
    }

    private static func location(of reply: Exchange.Reply) -> String? {
        guard [301, 302, 303, 307, 308].contains(reply.status) else { return nil }
        return reply.headers.first(name: "location")
    }

    private func tryRepeatedly(
        _ request: FetchRequest,
        _ headers: [(String, String)],
        _ destination: Exchange.Destination,
        _ attemptsMax: Int?
    ) async throws(FetchError) -> Exchange.Reply {
        var attempt = 1
        while true {
            do {
                return try await takeTurn(request, headers, destination)
            } catch {
                guard attempt < attemptsMax ?? settings.attemptsMax, error.retry != .never,
                    !error.isRest
                else { throw error }
                attempt += 1
            }
        }
    }

    /// One exchange, when it is this request's turn at the host.
    private func takeTurn(
        _ request: FetchRequest,
        _ headers: [(String, String)],
        _ destination: Exchange.Destination
    ) async throws(FetchError) -> Exchange.Reply {
        let host = request.address.host
        let turn = try await gate.enter(host)
        defer { withExtendedLifetime(turn) {} }
        do {
            let reply = try await exchange(request, headers, destination)
            try refuseStatus(of: reply, request)
            await gate.leave(host, .fine)
            return reply
        } catch {
            await gate.leave(host, Self.outcome(of: error))
            throw error
        }
    }

    private func exchange(
        _ request: FetchRequest,
        _ headers: [(String, String)],
        _ destination: Exchange.Destination
    ) async throws(FetchError) -> Exchange.Reply {
        let lease = try await clients.lease(request.address)
        let exchange = Exchange(
            request: request,
            settings: settings,
            userAgent: identity.userAgent
        )
        do {
            let reply = try await exchange.run(
                on: lease.client,
                extraHeaders: headers,
                into: destination
            )
            await clients.release(lease)
            return reply
        } catch {
            let isUnreachable = if case .connection = error { true } else { false }
            await clients.release(lease, isUnreachable: isUnreachable)
            throw error
        }
    }

    private func refuseStatus(
        of reply: Exchange.Reply,
        _ request: FetchRequest
    ) throws(FetchError) {
        if [200, 203, 206].contains(reply.status) || Self.location(of: reply) != nil { return }
        if reply.status == 304, request.known != nil { return }
        let text = String(decoding: reply.bytes, as: UTF8.self)
        throw .status(
            address: "\(request.address)",
            code: reply.status,
            retryAfter: RetryAfter.seconds(
                reply.headers.first(name: "retry-after"),
                now: clock.date()
            ),
            excerpt: Self.excerpt(of: text),
            isFinal: request.finalWords.contains { text.contains($0) }
        )
    }

    /// The first words of an error's text, on one line, without tags.
    private static func excerpt(of text: String) -> String {
        var isInTag = false
        let words = text.unicodeScalars.compactMap { scalar -> Character? in
            if scalar == "<" { isInTag = true }
            defer { if scalar == ">" { isInTag = false } }
            guard !isInTag, scalar != ">" else { return " " }
            return scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return String(String(words).split(separator: " ").joined(separator: " ").prefix(160))
    }

    private static func outcome(of error: FetchError) -> HostLine.Outcome {
        switch error {
        // A host that turns this program away again and again is left alone like one in trouble.
        case .status(_, 403, _, _, _), .status(_, 451, _, _, _): .trouble(pause: nil)
        case .status(_, _, _, _, isFinal: true): .neutral
        case .cancelled: .neutral
        default:
            switch error.retry {
            case .never: .neutral
            case .later: .trouble(pause: nil)
            case .after(let seconds): .trouble(pause: .seconds(seconds))
            }
        }
    }
}

// Robots.
extension Fetcher {
    private func obeyRobots(of address: WebAddress) async throws(FetchError) {
        let (answer, left) = try await answer(for: address)
        switch answer {
        case .unreachable(let reason):
            throw .robotsUnreachable(
                address: "\(address)",
                seconds: left / .seconds(1),
                reason: reason
            )
        case .rules(let rules, _):
            guard rules.allows(address.target) else {
                throw .robots(
                    address: "\(address)",
                    rule: rules.rule(for: address.target) ?? "Disallow"
                )
            }
        }
    }

    private func obeyTag(of reply: Exchange.Reply, _ address: WebAddress) throws(FetchError) {
        let tag = RobotsTag(reply.headers["x-robots-tag"], for: Self.productToken)
        guard let word = tag.refusal else { return }
        throw .robots(address: "\(address)", rule: "X-Robots-Tag: \(word)")
    }

    private func answer(
        for address: WebAddress
    ) async throws(FetchError) -> (RobotsCache.Answer, left: Duration) {
        if let known = try await robots.knownOrTurn(address.origin) { return known }
        do throws(FetchError) {
            let answer = try await askForRules(of: address)
            if case .rules(let rules, _) = answer, let delay = rules.crawlDelay {
                await gate.space(address.host, .seconds(min(delay, Self.crawlDelayMax)))
            }
            let left = await robots.keep(answer, of: address.origin)
            await robots.endTurn(address.origin)
            return (answer, left)
        } catch {
            await robots.endTurn(address.origin)
            throw error
        }
    }

    /// Longest spacing that a robots.txt is granted, in seconds.
    private static let crawlDelayMax = 60.0

    /// 4xx: there are no rules; 5xx or no answer: everything is forbidden for now.
    ///
    /// That a host is left alone, or has no address, says nothing of its robots.txt.
    private func askForRules(
        of address: WebAddress
    ) async throws(FetchError) -> RobotsCache.Answer {
        let stale = await robots.stale(address.origin)
        let request = FetchRequest(
            try WebAddress(address.origin + "/robots.txt"),
            accept: "text/plain, */*;q=0.1",
            content: .anything,
            byteLimit: RobotsRules.bytesRead,
            timeLimit: .seconds(30),
            robots: .notACrawl,
            known: stale?.validators
        )
        do {
            let (reply, _) = try await follow(
                request,
                Self.conditions(of: request),
                .memory(prefix: true)
            )
            if reply.status == 304, let stale { return .rules(stale.rules, stale.validators) }
            let rules = RobotsRules(reply.bytes, for: Self.productToken)
            return .rules(rules, Validators(reply.headers))
        } catch {
            switch error {
            case .status(_, let code, _, _, _) where (400..<500).contains(code) && code != 429:
                return .rules(.everything, Validators())
            case .tooManyRedirects: return .rules(.everything, Validators())
            case .hostResting, .unresolvable, .refusedNetwork, .refusedPort, .contactMissing,
                .cancelled:
                throw error
            default: return .unreachable(reason: error.code)
            }
        }
    }
}
