import FaceTypes
import Fetching
import FixtureServer
import Foundation
import Hashing
import TestSupport
import Testing

/// The fetcher against a server on this machine that misbehaves; pauses take no real time.
@Suite struct Fetches {
    private func fetcher(
        _ clock: VirtualClock = VirtualClock(),
        network: NetworkGuard = NetworkGuard(allowsLoopback: true),
        slowestRate: Int = 1,
        silenceMax: Duration = .seconds(20),
        resolver: Resolver = .system
    ) throws -> Fetcher {
        Fetcher(
            identity: try FetchIdentity(version: "test", contact: "ops@example.org"),
            settings: FetchSettings(
                network: network,
                silenceMax: silenceMax,
                slowestRate: slowestRate,
                rateWindow: .milliseconds(300)
            ),
            resolver: resolver,
            clock: clock.clock
        )
    }

    private func with<Result>(
        _ handler: @escaping FixtureServer.Handler,
        clock: VirtualClock = VirtualClock(),
        slowestRate: Int = 1,
        silenceMax: Duration = .seconds(20),
        _ body: (Fetcher, FixtureServer) async throws -> Result
    ) async throws -> Result {
        try await FixtureServer.run(handler) { server in
            let fetcher = try fetcher(clock, slowestRate: slowestRate, silenceMax: silenceMax)
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(fetcher, server)) } catch {
                result = .failure(error)
            }
            await fetcher.close()
            return try result.get()
        }
    }

    private func request(
        _ server: FixtureServer,
        _ path: String = "/a",
        content: FetchRequest.Content = .anything,
        limit: Int = 1 << 20,
        time: Duration = .seconds(30),
        robots: FetchRequest.Robots = .notACrawl
    ) throws -> FetchRequest {
        FetchRequest(
            try WebAddress(server.address + path),
            content: content,
            byteLimit: limit,
            timeLimit: time,
            robots: robots
        )
    }

    /// The error of a request that must fail, by its code.
    private func code(
        of handler: @escaping FixtureServer.Handler,
        content: FetchRequest.Content = .anything,
        limit: Int = 1 << 20,
        time: Duration = .seconds(30),
        robots: FetchRequest.Robots = .notACrawl,
        slowestRate: Int = 1,
        silenceMax: Duration = .seconds(20)
    ) async throws -> String {
        try await with(handler, slowestRate: slowestRate, silenceMax: silenceMax) {
            fetcher,
            server in
            do {
                _ = try await fetcher.fetch(
                    request(server, content: content, limit: limit, time: time, robots: robots)
                )
                return "none"
            } catch let error as FetchError {
                return error.code
            }
        }
    }

    @Test func `an answer is whole, and every request says who asks`() async throws {
        try await with({ _ in FixtureReply(text: "hello") }) { fetcher, server in
            let answer = try await fetcher.fetch(request(server))
            #expect(answer.bytes == Array("hello".utf8))
            #expect(
                server.requests[0].headers["user-agent"]
                    == "Semblance/test (ops@example.org) AsyncHTTPClient/1"
            )
        }
    }

    @Test func `loopback is refused unless it is allowed`() async throws {
        try await FixtureServer.run({ _ in FixtureReply(text: "secret") }) { server in
            let fetcher = try fetcher(network: NetworkGuard())
            await #expect(throws: FetchError.self) { try await fetcher.fetch(request(server)) }
            #expect(server.requests.isEmpty)
            await fetcher.close()
        }
    }

    @Test func `a redirect into an inner network is refused before it is connected to`()
        async throws
    {
        let resolver = Resolver { host throws(FetchError) in
            host == "inside.test" ? [.v4(0x0A00_0001)] : [.v4(0x7F00_0001)]
        }
        try await FixtureServer.run({ request in
            FixtureReply(302, headers: ["Location": "http://inside.test/"])
        }) { server in
            let fetcher = try fetcher(resolver: resolver)
            let failure = await #expect(throws: FetchError.self) {
                try await fetcher.fetch(
                    FetchRequest(
                        WebAddress("http://outside.test:\(server.port)/"),
                        content: .anything,
                        byteLimit: 100,
                        robots: .notACrawl
                    )
                )
            }
            #expect(failure?.code == "refused_address")
            await fetcher.close()
        }
    }

    @Test func `a name is connected to at the address that was checked`() async throws {
        let resolver = Resolver { _ throws(FetchError) in [.v4(0x7F00_0001)] }
        try await FixtureServer.run({ FixtureReply(text: $0.headers["host"] ?? "") }) { server in
            let fetcher = try fetcher(resolver: resolver)
            let answer = try await fetcher.fetch(
                FetchRequest(
                    WebAddress("http://no.such.name.test:\(server.port)/"),
                    content: .anything,
                    byteLimit: 100,
                    robots: .notACrawl
                )
            )
            #expect(answer.bytes == Array("no.such.name.test:\(server.port)".utf8))
            await fetcher.close()
        }
    }

    @Test func `redirects are followed and bounded`() async throws {
        try await with({ request in
            request.path == "/a"
                ? FixtureReply(301, headers: ["Location": "/b"]) : FixtureReply(text: "there")
        }) { fetcher, server in
            let answer = try await fetcher.fetch(request(server))
            #expect(answer.address.path == "/b")
        }
        #expect(
            try await code(of: { _ in FixtureReply(302, headers: ["Location": "/a"]) })
                == "too_many_redirects"
        )
    }

    @Test func `Retry-After is obeyed in seconds, as a date, and without`() async throws {
        let date = "Mon, 02 Feb 2026 02:41:20 GMT"
        for headers in [["Retry-After": "7"], ["Retry-After": date], [:]] {
            let clock = VirtualClock()
            let counter = Counter()
            try await with(
                { _ in
                    counter.next() < 2
                        ? FixtureReply(429, headers: headers) : FixtureReply(text: "done")
                },
                clock: clock
            ) { fetcher, server in
                let answer = try await fetcher.fetch(request(server))
                #expect(answer.bytes == Array("done".utf8))
                #expect(server.requests.count == 3)
                if headers["Retry-After"] == "7" { #expect(clock.now >= .seconds(14)) }
                if headers["Retry-After"] == date { #expect(clock.now >= .seconds(79)) }
                #expect(clock.now > .milliseconds(500))
            }
        }
    }

    @Test func `what can't help is not tried again`() async throws {
        try await with({ _ in
            FixtureReply(429, text: "Use thumbnail steps listed on https://w.wiki/GHai")
        }) { fetcher, server in
            var request = try request(server)
            request.finalWords = ["Use thumbnail steps"]
            await #expect(throws: FetchError.self) { try await fetcher.fetch(request) }
            #expect(server.requests.count == 1)
        }
        for status in [400, 403, 404, 410] {
            try await with({ _ in FixtureReply(status, text: "no") }) { fetcher, server in
                await #expect(throws: FetchError.self) { try await fetcher.fetch(request(server)) }
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func `a host in trouble is tried so many times and then left alone`() async throws {
        try await with({ _ in FixtureReply(503) }) { fetcher, server in
            for _ in 0..<3 {
                await #expect(throws: FetchError.self) { try await fetcher.fetch(request(server)) }
            }
            let failure = await #expect(throws: FetchError.self) {
                try await fetcher.fetch(request(server))
            }
            #expect(failure?.code == "host_resting")
            #expect(server.requests.count == 6)
        }
    }

    @Test func `everybody in a line hears that the host is left alone`() async throws {
        try await with({ _ in FixtureReply(503) }) { fetcher, server in
            let request = try request(server)
            let failures = await withTaskGroup(of: String.self) { group in
                for _ in 0..<24 {
                    group.addTask {
                        do throws(FetchError) {
                            _ = try await fetcher.fetch(request)
                            return "none"
                        } catch {
                            return error.code
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(failures.values.reduce(0, +) == 24)
            #expect(failures["host_resting", default: 0] >= 12)
            #expect(server.requests.count < 24)
        }
    }

    @Test func `broken, slow and silent answers are told apart`() async throws {
        let short = FixtureReply(steps: [
            .bytes(FixtureReply.head(200, length: 1000)), .bytes([1, 2, 3]), .close,
        ])
        #expect(try await code(of: { _ in short }) == "truncated")
        let silent = FixtureReply(steps: [.silence])
        #expect(try await code(of: { _ in silent }, time: .milliseconds(200)) == "too_slow")
        let halfSilent = FixtureReply(steps: [
            .bytes(FixtureReply.head(200, length: 1000)), .bytes([1]), .silence,
        ])
        #expect(
            try await code(of: { _ in halfSilent }, silenceMax: .milliseconds(200)) == "too_slow"
        )
        let drip = FixtureReply(
            steps: [.bytes(FixtureReply.head(200, length: 1000))]
                + (0..<200).flatMap { _ in
                    [FixtureReply.Step.bytes([1]), FixtureReply.Step.wait(30)]
                }
        )
        #expect(try await code(of: { _ in drip }, slowestRate: 1000) == "too_slow")
        let hangUp = FixtureReply(steps: [.close])
        #expect(try await code(of: { _ in hangUp }) == "no_connection")
    }

    @Test func `too many bytes are refused, declared or not, packed or not`() async throws {
        let many = [UInt8](repeating: 7, count: 5000)
        let declared = FixtureReply(200, many)
        #expect(try await code(of: { _ in declared }, limit: 1000) == "too_large")
        let endless = FixtureReply(steps: [
            .bytes(FixtureReply.head(200, ["Connection": "close"], length: nil)), .bytes(many),
            .close,
        ])
        #expect(try await code(of: { _ in endless }, limit: 1000) == "too_large")
        let bomb = FixtureReply(
            200,
            headers: ["Content-Encoding": "gzip"],
            GzipFixture.bomb(of: 50 << 20)
        )
        #expect(try await code(of: { _ in bomb }, limit: 1 << 20) == "too_large")
    }

    @Test func `packed answers are unpacked, cut ones refused`() async throws {
        let text = Array("{\"a\": 1}".utf8)
        let packed = GzipFixture.stored(text)
        try await with({ _ in
            FixtureReply(200, headers: ["Content-Encoding": "gzip"], packed)
        }) { fetcher, server in
            let answer = try await fetcher.fetch(request(server, content: .json))
            #expect(answer.bytes == text)
        }
        let cut = FixtureReply(
            200,
            headers: ["Content-Encoding": "gzip"],
            Array(packed.dropLast(8))
        )
        #expect(try await code(of: { _ in cut }) == "truncated")
        let strange = FixtureReply(200, headers: ["Content-Encoding": "br"], text)
        #expect(try await code(of: { _ in strange }) == "bad_compression")
    }

    @Test func `a page in place of a picture or of JSON is refused`() async throws {
        let page = FixtureReply(text: "<!DOCTYPE html><title>Sorry</title>", type: "image/jpeg")
        for content in [FetchRequest.Content.json, .picture, .file] {
            #expect(try await code(of: { _ in page }, content: content) == "wrong_content")
        }
        let nothing = FixtureReply(200)
        #expect(try await code(of: { _ in nothing }, content: .picture) == "wrong_content")
    }

    @Test func `what has not changed is not sent again`() async throws {
        try await with({ request in
            request.headers["if-none-match"] == "\"v1\""
                ? FixtureReply(304)
                : FixtureReply(200, headers: ["ETag": "\"v1\""], Array("x".utf8))
        }) { fetcher, server in
            let first = try await fetcher.fetch(request(server))
            var again = try request(server)
            again.known = first.validators
            let second = try await fetcher.fetch(again)
            #expect(second.isUnchanged)
            #expect(second.bytes.isEmpty)
        }
    }

    @Test func `a crawl obeys robots.txt and X-Robots-Tag`() async throws {
        let handler: FixtureServer.Handler = { request in
            switch request.path {
            case "/robots.txt": FixtureReply(text: "User-agent: *\nDisallow: /no\n")
            case "/tagged": FixtureReply(headers: ["X-Robots-Tag": "noai"], text: "x")
            default: FixtureReply(text: "x")
            }
        }
        try await with(handler) { fetcher, server in
            _ = try await fetcher.fetch(request(server, "/yes", robots: .obey))
            for path in ["/no/1", "/tagged"] {
                let failure = await #expect(throws: FetchError.self) {
                    try await fetcher.fetch(request(server, path, robots: .obey))
                }
                #expect(failure?.code == "robots")
            }
            _ = try await fetcher.fetch(request(server, "/no/1", robots: .notACrawl))
            #expect(server.requests.count { $0.path == "/robots.txt" } == 1)
        }
    }

    @Test func `robots.txt that is absent allows, that fails forbids, that is long is cut`()
        async throws
    {
        func outcome(_ reply: FixtureReply) async throws -> String {
            try await code(
                of: { $0.path == "/robots.txt" ? reply : FixtureReply(text: "x") },
                robots: .obey
            )
        }
        #expect(try await outcome(FixtureReply(404)) == "none")
        #expect(try await outcome(FixtureReply(403)) == "none")
        #expect(try await outcome(FixtureReply(500)) == "robots_unreachable")
        let filling = String(repeating: "# filling up the file\n", count: 40_000)
        let rule = "User-agent: *\nDisallow: /\n"
        #expect(try await outcome(FixtureReply(text: rule + filling)) == "robots")
        #expect(try await outcome(FixtureReply(text: filling + rule)) == "none")
    }

    @Test func `robots.txt that can't be had is asked for again when its time is over`()
        async throws
    {
        let clock = VirtualClock()
        let counter = Counter()
        let handler: FixtureServer.Handler = { request in
            guard request.path == "/robots.txt" else { return FixtureReply(text: "x") }
            return counter.next() < 4 ? FixtureReply(500) : FixtureReply(404)
        }
        try await with(handler, clock: clock) { fetcher, server in
            let wanted = try request(server, "/a", robots: .obey)
            for _ in 0..<2 {
                let failure = await #expect(throws: FetchError.self) {
                    try await fetcher.fetch(wanted)
                }
                guard case .after(let seconds) = failure?.retry else {
                    Issue.record("\(String(describing: failure)) will never be tried again")
                    return
                }
                #expect((300...600).contains(seconds))
                try await clock.clock.sleep(.seconds(200))
            }
            #expect(server.requests.count == 4)
            try await clock.clock.sleep(.seconds(400))
            #expect(try await fetcher.fetch(wanted).bytes == Array("x".utf8))
        }
    }

    @Test func `robots.txt that has not changed is not sent again`() async throws {
        let clock = VirtualClock()
        let handler: FixtureServer.Handler = { request in
            guard request.path == "/robots.txt" else { return FixtureReply(text: "x") }
            if request.headers["if-none-match"] == "\"v1\"" { return FixtureReply(304) }
            return FixtureReply(
                headers: ["ETag": "\"v1\""],
                text: "User-agent: *\nDisallow: /no\n"
            )
        }
        try await with(handler, clock: clock) { fetcher, server in
            for day in 1...3 {
                _ = try await fetcher.fetch(request(server, "/yes", robots: .obey))
                let failure = await #expect(throws: FetchError.self) {
                    try await fetcher.fetch(request(server, "/no/1", robots: .obey))
                }
                #expect(failure?.code == "robots")
                let asked = server.requests.filter { $0.path == "/robots.txt" }
                #expect(asked.count == day)
                #expect(asked.count { $0.headers["if-none-match"] != nil } == day - 1)
                try await clock.clock.sleep(.seconds(25 * 3600))
            }
        }
    }

    @Test func `a host is asked for its robots.txt once, however many fetches wait for it`()
        async throws
    {
        let fetches = 8
        let begun = Locked(0)
        let handler: FixtureServer.Handler = { request in
            guard request.path == "/robots.txt" else { return FixtureReply(text: "x") }
            let rules = "User-agent: *\nDisallow: /no\n"
            return FixtureReply(steps: [
                .until { begun.change { $0 } == fetches },
                .bytes(
                    FixtureReply.head(200, ["Content-Type": "text/plain"], length: rules.utf8.count)
                        + Array(rules.utf8)
                ),
            ])
        }
        try await with(handler) { fetcher, server in
            let wanted = try request(server, "/yes", robots: .obey)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<fetches {
                    group.addTask {
                        begun.change { $0 += 1 }
                        _ = try await fetcher.fetch(wanted)
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.requests.count { $0.path == "/robots.txt" } == 1)
            #expect(server.requests.count { $0.path == "/yes" } == fetches)
        }
    }

    @Test func `a host that rests is not taken for one that forbids`() async throws {
        let clock = VirtualClock()
        let counter = Counter()
        let handler: FixtureServer.Handler = { _ in
            counter.next() < 6 ? FixtureReply(503) : FixtureReply(text: "")
        }
        try await with(handler, clock: clock) { fetcher, server in
            for _ in 0..<3 {
                await #expect(throws: FetchError.self) { try await fetcher.fetch(request(server)) }
            }
            let crawl = try request(server, "/a", robots: .obey)
            let failure = await #expect(throws: FetchError.self) { try await fetcher.fetch(crawl) }
            guard case .hostResting(_, let seconds) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            try await clock.clock.sleep(.seconds(seconds))
            _ = try await fetcher.fetch(crawl)
        }
    }

    @Test func `a host that refuses again and again is left alone`() async throws {
        for status in [403, 451] {
            try await with({ _ in FixtureReply(status, text: "no") }) { fetcher, server in
                for _ in 0..<6 {
                    await #expect(throws: FetchError.self) {
                        try await fetcher.fetch(request(server))
                    }
                }
                let failure = await #expect(throws: FetchError.self) {
                    try await fetcher.fetch(request(server))
                }
                #expect(failure?.code == "host_resting")
                #expect(server.requests.count == 6)
            }
        }
    }

    @Test(arguments: ["1e300", "Fri, 31 Dec 9999 23:59:59 GMT"])
    func `an endless Retry-After is a day`(_ value: String) async throws {
        try await with({ _ in FixtureReply(503, headers: ["Retry-After": value]) }) {
            fetcher,
            server in
            for _ in 0..<2 {
                let failure = await #expect(throws: FetchError.self) {
                    try await fetcher.fetch(request(server))
                }
                guard case .after(let seconds) = failure?.retry else {
                    Issue.record("\(String(describing: failure))")
                    return
                }
                #expect((1...RetryAfter.secondsMax).contains(seconds))
            }
            await fetcher.pause(try WebAddress(server.address), seconds: .infinity)
        }
    }

    @Test func `an address where nobody takes the connection is passed over for the next`()
        async throws
    {
        let resolver = Resolver { _ throws(FetchError) in [.v4(0x7F00_0002), .v4(0x7F00_0001)] }
        try await FixtureServer.run({ _ in FixtureReply(text: "here") }) { server in
            let wall = try SilentListener(port: server.port)
            defer { wall.close() }
            let fetcher = Fetcher(
                identity: try FetchIdentity(version: "test", contact: "ops@example.org"),
                settings: FetchSettings(
                    network: NetworkGuard(allowsLoopback: true),
                    // The wall takes all of it; the open address has it too on a busy machine.
                    connectTimeout: .seconds(10)
                ),
                resolver: resolver,
                clock: VirtualClock().clock
            )
            let wanted = FetchRequest(
                try WebAddress("http://two.test:\(server.port)/"),
                content: .anything,
                byteLimit: 100,
                robots: .notACrawl
            )
            let answer: Result<[UInt8], FetchError>
            do throws(FetchError) {
                answer = .success(try await fetcher.fetch(wanted).bytes)
            } catch {
                answer = .failure(error)
            }
            await fetcher.close()
            #expect(try answer.get() == Array("here".utf8))
        }
    }

    @Test func `a name that leads elsewhere does not cut off those who are under way`() async throws
    {
        let clock = VirtualClock()
        let turned = Locked(false)
        let resolver = Resolver { _ throws(FetchError) in
            [.v4(turned.change { $0 } ? 0x7F00_0003 : 0x7F00_0001)]
        }
        let ended = Locked<Set<String>>([])
        let handler: FixtureServer.Handler = { request in
            FixtureReply(steps: [
                .until { ended.change { $0.contains(request.path) } },
                .bytes(FixtureReply.head(200, length: 2) + Array("ok".utf8)),
            ])
        }
        try await FixtureServer.run(handler) { server in
            let fetcher = Fetcher(
                identity: try FetchIdentity(version: "test", contact: "ops@example.org"),
                settings: FetchSettings(
                    network: NetworkGuard(allowsLoopback: true),
                    limits: HostLimits(concurrent: 4, spacing: .zero),
                    attemptsMax: 1
                ),
                resolver: resolver,
                clock: clock.clock
            )
            func wanted(_ path: String) throws -> FetchRequest {
                FetchRequest(
                    try WebAddress("http://turning.test:\(server.port)\(path)"),
                    content: .anything,
                    byteLimit: 100,
                    robots: .notACrawl
                )
            }
            async let early = fetcher.fetch(wanted("/early"))
            async let late = fetcher.fetch(wanted("/late"))
            try await eventually("both requests") { server.requests.count >= 2 }
            turned.change { $0 = true }
            try await clock.clock.sleep(.seconds(61))
            // Nobody is at the new address.
            await #expect(throws: FetchError.self) { try await fetcher.fetch(wanted("/new")) }
            _ = ended.change { $0.insert("/early") }
            #expect(try await early.bytes == Array("ok".utf8))
            _ = ended.change { $0.insert("/late") }
            let whole = try? await late
            #expect(whole?.bytes == Array("ok".utf8))
            await fetcher.close()
        }
    }
}

/// Counts calls from any thread.
final class Counter: Sendable {
    private let count = Locked(0)
    func next() -> Int {
        count.change {
            $0 += 1; return $0 - 1
        }
    }
}
