import HTTPService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// The page's files.
@Suite struct PageTests {
    @Test func `the page is a document that is asked for anew each time`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            let page = try await client.send(.get, "/")
            #expect(page.status == .ok)
            #expect(page.headers[.contentType]?.hasPrefix("text/html") == true)
            #expect(page.headers[.cacheControl] == "no-cache")
            let tag = try #require(page.headers[.eTag])
            let same = try await client.send(.get, "/", headers: [.ifNoneMatch: tag])
            #expect(same.status == .notModified)
            let head = try await client.send(.head, "/")
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
        }
    }

    @Test func `there is no way out of the page's files`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            for path in ["/assets/../index.html", "/assets/%2e%2e/x", "/assets/nothing.js"] {
                #expect(try await client.send(.get, path).status == .notFound, "\(path)")
            }
        }
    }
}
