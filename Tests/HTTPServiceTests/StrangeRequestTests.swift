import FaceTypes
import GalleryDoubles
import HTTPService
import HTTPTypes
import HummingbirdTesting
import Testing

/// Requests that a program sends by mistake: each is told what is wrong with it.
@Suite struct StrangeRequestTests {
    @Test(arguments: ["k=", "k=0", "k=ten"])
    func `a number that is none is no default`(query: String) async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search?" + query, "person 1")
            #expect(answer.status == .badRequest)
            #expect(answer.code == "bad_parameter")
        }
    }

    @Test(arguments: ["detect", "compare"])
    func `a gallery that is not there is missed, even where only its pack counts`(
        route: String
    ) async throws {
        let house = try await ServiceHouse(people: 1)
        let body = Form.text(
            photos: route == "compare" ? ["person 1", "person 1"] : ["person 1"],
            fields: []
        )
        try await house.routed { client in
            let lost = "/v1/galleries/none/\(route)"
            let answer = try await client.send(.post, lost, body, type: Form.type)
            #expect(answer.status == .notFound)
            #expect(answer.code == "no_such_gallery")
            let here = "/v1/galleries/default/\(route)"
            let found = try await client.send(.post, here, body, type: Form.type)
            #expect(found.status == .ok, "\(found.text)")
        }
    }

    @Test func `a house without a gallery can still look at a photo`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/detect", "person 1")
            #expect(answer.status == .ok, "\(answer.text)")
        }
    }

    @Test(arguments: ["", "a b", "allow;", String(repeating: "x", count: 33)])
    func `a field of a form has a plain name`(name: String) async throws {
        let house = try await ServiceHouse(people: 1)
        let body = Form.text(photos: ["person 1"], fields: [(name, "1")])
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search", body, type: Form.type)
            #expect(answer.status == .badRequest)
            #expect(answer.code == "malformed_body")
        }
    }

    @Test func `a gallery can't be made for a pack that is not here`() async throws {
        let house = try await ServiceHouse()
        let headers = house.bearer(.admin)
        try await house.routed { client in
            let path = "/v1/galleries"
            let strange = "{\"name\": \"one\", \"pack\": \"strange\"}"
            let refused = try await client.sendJSON(.post, path, strange, headers: headers)
            #expect(refused.status == .conflict)
            #expect(try house.store.gallery(named: "one") == nil)
            let known = "{\"name\": \"one\", \"pack\": \"\(ServiceHouse.pack.name)\"}"
            let made = try await client.sendJSON(.post, path, known, headers: headers)
            #expect(made.status == .created, "\(made.text)")
        }
    }

    @Test func `an idempotency key is of visible characters`() async throws {
        let house = try await ServiceHouse(people: 1)
        var headers = house.bearer(.enrol)
        headers[Name.idempotencyKey] = "two words"
        try await house.routed { [headers] client in
            let body = "{\"name\": \"Ann\"}"
            let answer = try await client.sendJSON(.post, "/v1/people", body, headers: headers)
            #expect(answer.status == .badRequest)
            #expect(answer.code == "bad_parameter")
        }
    }

    @Test func `a service that warms up says so`() async throws {
        let house = try await ServiceHouse(ready: false)
        try await house.routed { client in
            let answer = try await client.send(.get, "/readyz")
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.code == "starting")
            #expect(answer.headers[.retryAfter] == "1")
        }
    }
}
