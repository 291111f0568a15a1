import Foundation
import HTTPService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

/// What holds for every answer: headers, problems, access, the log.
@Suite struct FrontTests {
    @Test(arguments: [
        "/v1/status", "/nowhere", "/v1/galleries/none/status", "/v1/people", "/healthz", "/",
        "/v1/faces/abc",
    ])
    func `every answer has a request id and the security headers`(uri: String) async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            let answer = try await client.send(.get, uri)
            let headers = answer.headers
            let id = try #require(headers[Name.requestID])
            #expect(id.count == 16)
            #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[Name.referrer] == "no-referrer")
            if answer.status.code >= 400 {
                #expect(headers[.contentType] == "application/problem+json")
                #expect(answer.json["requestId"].text == id)
                #expect(answer.json["status"].number == answer.status.code)
                #expect(answer.json["type"].text == "about:blank")
                #expect(answer.json["detail"].text?.isEmpty == false)
            }
        }
    }

    @Test func `what is not there and what is not offered differ`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            let missing = try await client.send(.get, "/v2/status")
            #expect(missing.status == .notFound)
            #expect(missing.code == "no_such_route")
            let method = try await client.send(.delete, "/v1/status")
            #expect(method.status == .methodNotAllowed)
            #expect(method.code == "method_not_allowed")
            #expect(method.headers[.allow] == "GET, HEAD")
        }
    }

    @Test func `an announced body over the limit is refused at once`() async throws {
        let house = try await ServiceHouse(people: 1) { $0.bodyBytesMax = 1_000 }
        try await house.routed { client in
            let body = String(repeating: "x", count: 1_001)
            let answer = try await client.send(
                .post,
                "/v1/search",
                body,
                headers: [.contentLength: "1001"]
            )
            #expect(answer.status == .contentTooLarge)
            #expect(answer.code == "body_too_large")
            #expect(answer.json["limit"].number == 1_000)
            let small = try await client.sendJSON(
                .post,
                "/v1/people",
                String(repeating: " ", count: 70_000),
                headers: house.bearer(.enrol)
            )
            #expect(small.code == "body_too_large")
        }
    }

    @Test func `a body that grows over the limit is refused as it comes`() async throws {
        let house = try await ServiceHouse(people: 1) { $0.bodyBytesMax = 100_000 }
        try await house.live { client in
            let port = try #require(client.port)
            let wire = try Wire(port: port)
            await wire.send(
                "POST /v1/search HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            let chunk = String(repeating: "x", count: 60_000)
            for _ in 0..<2 { await wire.send("\(String(60_000, radix: 16))\r\n\(chunk)\r\n") }
            let answer = await wire.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
            #expect(answer.contains("\"code\":\"body_too_large\""))
        }
    }

    @Test func `a body that does not come is given up`() async throws {
        let house = try await ServiceHouse(people: 1) {
            $0.bodyLimit = .milliseconds(50)
            // A busy machine must write the answer within it.
            $0.lingerLimit = .seconds(1)
        }
        try await house.live { client in
            let wire = try Wire(port: try #require(client.port))
            await wire.send(
                "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nperson"
            )
            let answer = await wire.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
            #expect(answer.contains("\"code\":\"body_too_slow\""))
        }
    }

    @Test func `a client that waits to be asked for its body is asked`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.live { client in
            let wire = try Wire(port: try #require(client.port))
            await wire.send(
                "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n"
                    + "Connection: close\r\nExpect: 100-continue\r\n\r\n"
            )
            #expect(await wire.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
            await wire.send("person 1")
            #expect(await wire.readToEnd().hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `more searches than may run and wait are turned away`() async throws {
        let house = try await ServiceHouse(people: 1) {
            $0.searchWidth = 1
            $0.searchQueueMax = 0
        }
        try await house.routed { client in
            // The search below may come first, and this one be refused: it asks until it is let in.
            let first = Task { () async throws -> TestResponse? in
                var answer: TestResponse?
                try await eventually("the slow search let in") {
                    answer = try await client.send(.post, "/v1/search", "slow")
                    return answer?.status != .tooManyRequests
                }
                return answer
            }
            var refused: TestResponse?
            try await eventually("a search turned away") {
                refused = try await client.send(.post, "/v1/search", "person 1")
                return refused?.status == .tooManyRequests
            }
            #expect(refused?.code == "busy")
            #expect(refused?.headers[.retryAfter] != nil)
            house.hold.signal()
            let held = try await first.value
            #expect(held?.status == .ok)
        }
    }

    @Test func `a visitor who searches too often is slowed down`() async throws {
        let house = try await ServiceHouse(people: 1) {
            $0.searchesPerMinute = 1
            $0.searchBurst = 2
        }
        try await house.routed { client in
            let early = try await client.send(.post, "/v1/search", "person 1")
            #expect(early.status == .ok)
            // The third, unless the machine was so busy that a minute passed between two.
            var refused = early
            try await eventually("a search refused") {
                refused = try await client.send(.post, "/v1/search", "person 1")
                return refused.status != .ok
            }
            #expect(refused.status == .tooManyRequests)
            #expect(refused.code == "rate_limited")
            #expect(refused.headers[.retryAfter] != nil)
        }
    }

    @Test func `answers about faces are stored by nobody on the way`() async throws {
        let house = try await ServiceHouse(people: 3)
        try await house.routed { client in
            let two = Form.text(photos: ["person 1", "person 2"], fields: [])
            let search = try await client.send(.post, "/v1/search", "person 1")
            let found = search.json["answers"][0]["samePerson"][0]["face"]["id"].number
            let face = try #require(found)
            let answers = [
                search,
                try await client.send(.post, "/v1/detect", "person 1"),
                try await client.send(.post, "/v1/compare", two, type: Form.type),
                try await client.send(.post, "/v1/explain?face=\(face)", "person 1"),
            ]
            for answer in answers {
                #expect(answer.status == .ok, "\(answer.text)")
                #expect(answer.headers[.cacheControl] == "no-store", "\(answer.text)")
            }
        }
    }

    // MARK: Access

    @Test func `each route wants its role and takes the ones above`() async throws {
        let house = try await ServiceHouse(people: 1) { $0.publicSearch = false }
        let bodies: [HTTPRequest.Method: String] = [.post: "{}", .patch: "{}"]
        try await house.routed { client in
            for (method, path) in ServiceRoutes.toBeDescribed {
                let uri = path.replacing("{gallery}", with: "default").replacing("{id}", with: "99")
                let verb = try #require(HTTPRequest.Method(rawValue: method.uppercased()))
                if uri.hasSuffix("/events") { continue }
                let open = try await client.sendJSON(verb, uri, bodies[verb] ?? "")
                let needed = Self.needed(method, path)
                guard let needed else {
                    #expect(open.status.code < 400, "\(method) \(path)")
                    continue
                }
                #expect(open.status == .unauthorized, "\(method) \(path)")
                #expect(open.headers[.wwwAuthenticate] != nil)
                for role in KeyRole.allCases {
                    let answer = try await client.sendJSON(
                        verb,
                        uri,
                        bodies[verb] ?? "",
                        headers: house.bearer(role)
                    )
                    let refused = answer.status == .forbidden || answer.status == .unauthorized
                    #expect(refused == (role < needed), "\(method) \(path) as \(role)")
                }
            }
        }
    }

    /// The least role as the contract of the service has it; `nil` for open routes.
    private static func needed(_ method: String, _ path: String) -> KeyRole? {
        if !path.hasPrefix("/v1") || path.hasSuffix("/status") { return nil }
        let parts = path.replacing("/v1/galleries/{gallery}/", with: "/v1/").split(separator: "/")
        switch parts[1] {
        case "people", "photos", "work": return .enrol
        case "jobs": return method == "get" ? .enrol : .admin
        case "keys", "index": return .admin
        case "galleries": return method == "get" ? .search : .admin
        default: return .search
        }
    }

    @Test func `a key that is not known is refused also where none is needed`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            for value in ["Bearer smb_nothing", "Basic abc", "Bearer"] {
                let answer = try await client.send(
                    .get,
                    "/v1/status",
                    headers: [.authorization: value]
                )
                #expect(answer.code == "unauthorized", "\(value)")
            }
        }
    }

    // MARK: Other sites

    @Test func `only sites on the list may call`() async throws {
        let friend = "https://friend.example"
        let house = try await ServiceHouse { $0.corsOrigins = [friend] }
        try await house.routed { client in
            let asked: HTTPFields = [
                .origin: friend, .accessControlRequestMethod: "POST",
            ]
            let preflight = try await client.send(.options, "/v1/search", headers: asked)
            #expect(preflight.status == .noContent)
            #expect(preflight.headers[.accessControlAllowOrigin] == friend)
            let answer = try await client.send(.get, "/v1/status", headers: [.origin: friend])
            #expect(answer.headers[.accessControlAllowOrigin] == friend)
            let stranger = try await client.send(
                .get,
                "/v1/status",
                headers: [.origin: "https://stranger.example"]
            )
            #expect(stranger.headers[.accessControlAllowOrigin] == nil)
            #expect(stranger.headers[.vary] == "Origin")
        }
    }

    // MARK: The log

    @Test func `the log has templates and ids, but no names, paths or faces`() async throws {
        let house = try await ServiceHouse(people: 2)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            _ = try await client.send(.get, "/v1/people?name=Person+1", headers: headers)
            _ = try await client.send(.get, "/v1/people/4242424242", headers: headers)
            _ = try await client.send(.get, "/secret/place")
            _ = try await client.send(.post, "/v1/search", "person 1")
        }
        let lines = house.log.all
        #expect(lines.count == 4)
        #expect(lines[1].contains("\"route\":\"/v1/people/{id}\""))
        #expect(lines[1].contains("\"key\":\"k0\""))
        for line in lines {
            for word in ["Person", "4242424242", "secret", "smb_", "person 1"] {
                #expect(!line.contains(word), "\(line)")
            }
            let keys = JSON(ByteBuffer(string: line)).keys
            #expect(
                keys.subtracting(["key"]) == [
                    "time", "request", "method", "route", "status", "ms",
                ]
            )
        }
    }

    @Test func `metrics count requests by route template`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            _ = try await client.send(.get, "/v1/status")
            let metrics = try await client.send(.get, "/metrics")
            #expect(metrics.headers[.contentType]?.hasPrefix("text/plain") == true)
            let line =
                "semblance_http_requests_total{method=\"GET\",route=\"/v1/status\",status=\"200\"} 1"
            #expect(metrics.text.contains(line))
        }
    }

    @Test func `a service that stops says so and ends its streams`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            let ready = try await client.send(.get, "/readyz")
            #expect(ready.status == .ok)
            let headers = house.bearer(.enrol)
            let listener = Task {
                try await client.send(.get, "/v1/work/events", headers: headers)
            }
            try await eventually("a listener") { house.service.listeners > 0 }
            house.service.beginStopping()
            let stream = try await listener.value
            #expect(stream.text.hasSuffix("retry: 3000\n\n"))
            let unready = try await client.send(.get, "/readyz")
            #expect(unready.status == .serviceUnavailable)
            let late = try await client.send(.post, "/v1/search", "person 1")
            #expect(late.code == "shutting_down")
            let alive = try await client.send(.get, "/healthz")
            #expect(alive.status == .ok)
        }
    }

    @Test func `the running service ends when its task is cancelled, streams and all`() async throws
    {
        let house = try await ServiceHouse(people: 1) { $0.shutdownLimit = .seconds(5) }
        let (addresses, told) = AsyncStream.makeStream(of: String.self)
        let running = Task {
            try await house.service.run { told.yield($0) }
        }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        let wire = try Wire(port: port)
        let secret = house.keys.create("listener", .enrol).secret
        await wire.send(
            "GET /v1/work/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(secret)\r\n\r\n"
        )
        #expect(await wire.read(until: ": \n\n").hasPrefix("HTTP/1.1 200 "))
        running.cancel()
        #expect(await wire.readToEnd().contains("retry: 3000"))
        try await running.value
    }
}

/// Header fields of tests.
enum Name {
    static let requestID = field("X-Request-Id")
    static let referrer = field("Referrer-Policy")
    static let idempotencyKey = field("Idempotency-Key")
    static let replayed = field("Idempotency-Replayed")

    private static func field(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("a field's name") }
        return field
    }
}
