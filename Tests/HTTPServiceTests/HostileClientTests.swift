import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import HTTPService
import HTTPTypes
import HummingbirdTesting
import Testing

/// What clients do that mean harm, or know no better: nobody else may suffer from it.
@Suite struct HostileClientTests {
    @Test func `a filter of very many or very long words is refused`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            let many = (0..<61).map { "country=\($0)" }.joined(separator: "&")
            let long = "occupation=" + String(repeating: "x", count: 101)
            for query in [many, long] {
                let answer = try await client.send(.post, "/v1/search?" + query, "person 1")
                #expect(answer.status == .badRequest)
                #expect(answer.json["parameter"].text == "filter")
            }
            let few = (0..<60).map { "country=\($0)" }.joined(separator: "&")
            let answer = try await client.send(.post, "/v1/search?" + few, "person 1")
            #expect(answer.status == .ok, "\(answer.text)")
        }
    }

    @Test func `bodies of all requests together have a limit, and give back what they took`()
        async throws
    {
        let house = try await ServiceHouse(people: 1) { $0.bodyBytesTogetherMax = 100 }
        try await house.routed { client in
            let large = "person 1" + String(repeating: " ", count: 100)
            for _ in 0..<3 {
                let refused = try await client.send(.post, "/v1/search", large)
                #expect(refused.status == .tooManyRequests)
                #expect(refused.code == "busy")
                #expect(refused.headers[.retryAfter] == "5")
                let taken = try await client.send(.post, "/v1/search", String(large.prefix(90)))
                #expect(taken.status == .ok, "\(taken.text)")
            }
        }
    }

    @Test(arguments: ["GET /healthz", "POST /v1/people", "POST /nowhere"])
    func `a body that no route reads ends the connection`(line: String) async throws {
        let house = try await ServiceHouse(people: 1) { $0.lingerLimit = .milliseconds(300) }
        try await house.live { client in
            let wire = try Wire(port: try #require(client.port))
            // In one piece: what came after the service had hung up would cost us its answer.
            await wire.send(
                "\(line) HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "1\r\nx\r\n"
            )
            // Nothing more is sent, and the body has no end: only the service can end it.
            let answer = await wire.readToEnd()
            #expect(answer.lowercased().contains("connection: close"), "\(answer)")
        }
    }

    @Test(arguments: [
        "{\"birthYear\": -9223372036854775808}", "{\"birthYear\": 195000}",
        "{\"deathYear\": 10001}", "{\"fame\": -1}", "{\"country\": \"\"}",
        "{\"gender\": \"\(String(repeating: "x", count: 101))\"}",
        "{\"occupations\": [\(Array(repeating: "\"a\"", count: 33).joined(separator: ","))]}",
    ])
    func `what a person is said to be makes sense`(metadata: String) async throws {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let body = "{\"name\": \"Ann\", \"metadata\": \(metadata)}"
            let made = try await client.sendJSON(.post, "/v1/people", body, headers: headers)
            #expect(made.status == .badRequest, "\(made.text)")
            #expect(made.code == "bad_parameter")
            let list = try await client.send(.get, "/v1/people", headers: headers).json
            let id = try #require(list["people"][0]["id"].number)
            let patch = "{\"metadata\": \(metadata)}"
            let path = "/v1/people/\(id)"
            let changed = try await client.sendJSON(.patch, path, patch, headers: headers)
            #expect(changed.status == .badRequest, "\(changed.text)")
        }
    }

    @Test func `a year of birth that came in another way does no harm`() async throws {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        let gallery = try #require(try house.store.gallery(named: "default"))
        let person = try #require(
            try house.store.person(
                withKey: "odd",
                name: "Odd",
                metadata: PersonMetadata(birthYear: .min),
                in: gallery.id
            )
        )
        try await house.routed { client in
            let path = "/v1/people/\(person.id)/photos"
            let answer = try await client.send(.post, path, "person 42", headers: headers)
            #expect(answer.status == .ok, "\(answer.text)")
        }
    }

    @Test func `a name that is not the service's own is refused`() async throws {
        let house = try await ServiceHouse(people: 1) { $0.hostNames = ["localhost", "faces.org"] }
        try await house.live { client in
            let port = try #require(client.port)
            for (host, status) in [
                ("localhost", 200), ("LOCALHOST:80", 200), ("127.0.0.1:\(port)", 200),
                ("[::1]:8080", 200), ("faces.org.", 200), ("evil.example", 421),
                ("localhost.evil.example:\(port)", 421), ("faces.org@evil.example", 421),
            ] {
                let wire = try Wire(port: port)
                await wire.send(
                    "GET /v1/status HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"
                )
                let answer = await wire.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(host): \(answer.prefix(40))")
            }
        }
    }

    @Test func `what was remembered of somebody goes with them`() async throws {
        let house = try await ServiceHouse(people: 1)
        var headers = house.bearer(.enrol)
        headers[Name.idempotencyKey] = "once"
        try await house.routed { [headers] client in
            let body = "{\"name\": \"Ann Removed\"}"
            let made = try await client.sendJSON(.post, "/v1/people", body, headers: headers)
            let id = try #require(made.json["id"].number)
            var others = headers
            others[Name.idempotencyKey] = nil
            let gone = try await client.send(.delete, "/v1/people/\(id)", headers: others)
            #expect(gone.status == .ok)
            let again = try await client.sendJSON(.post, "/v1/people", body, headers: headers)
            #expect(again.status == .notFound)
            #expect(again.code == "no_such_person")
            #expect(!again.text.contains("Ann"))
        }
    }

    @Test func `keys that can't be read are the service's fault, not their holder's`() async throws
    {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        house.keys.breakDown()
        try await house.routed { client in
            let answer = try await client.send(.get, "/v1/people", headers: headers)
            #expect(answer.status == .internalServerError)
            #expect(answer.code == "storage_failed")
        }
        #expect(house.log.all.contains { $0.contains("AccessKeyError") }, "\(house.log.all)")
    }

    @Test func `a search that fails in a stream is logged as it ended`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            let headers: HTTPFields = [.accept: "text/event-stream"]
            _ = try await client.send(.post, "/v1/search", "none", headers: headers)
            _ = try await client.send(.post, "/v1/search", "person 1", headers: headers)
        }
        let lines = house.log.all.filter { $0.contains("/v1/search") }
        #expect(lines.count == 2)
        #expect(lines.first?.contains("\"status\":422") == true, "\(lines)")
        #expect(lines.last?.contains("\"status\":200") == true, "\(lines)")
    }

    @Test func `of many galleries the ones asked for lately are open, and all can be asked`()
        async throws
    {
        let house = try await ServiceHouse(people: 1) { $0.galleriesMax = 2 }
        for number in 0..<5 {
            _ = try house.store.createGallery(
                named: "number-\(number)",
                pack: ServiceHouse.pack,
                keep: .nothing,
                labelled: true
            )
        }
        try await house.routed { client in
            for round in 0..<2 {
                for number in 0..<5 {
                    let path = "/v1/galleries/number-\(number)/status"
                    let answer = try await client.send(.get, path)
                    #expect(answer.status == .ok, "\(round) \(number): \(answer.text)")
                }
            }
        }
    }

    @Test func `a head that is too large is answered like everything else`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.live { client in
            let port = try #require(client.port)
            let large = "X-Large: " + String(repeating: "a", count: 20_000) + "\r\n"
            let many = (0..<200).map { "X-\($0): a\r\n" }.joined()
            for head in [
                "GET / HTTP/1.1\r\nHost: localhost\r\n" + large,
                "GET / HTTP/1.1\r\nHost: localhost\r\n" + many, "HELLO\r\n",
            ] {
                let wire = try Wire(port: port)
                await wire.send(head + "\r\n")
                let answer = await wire.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer.prefix(200))")
                #expect(answer.lowercased().contains("x-request-id: "))
                #expect(answer.lowercased().contains("content-security-policy: "))
                #expect(answer.contains("\"code\":\"malformed_body\""))
            }
        }
        #expect(house.log.all.count { $0.contains("malformed") } == 3)
    }
}
