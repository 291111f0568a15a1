import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import HTTPService
import HTTPTypes
import HummingbirdTesting
import Ingest
import Jobs
import Testing

/// The queue over HTTP.
@Suite struct JobRouteTests {
    private static let policy = JobPolicy(attemptsMax: 1)

    /// A house with three photos in the queue of its gallery, of which the second failed for good.
    private func house() async throws -> ServiceHouse {
        let house = try await ServiceHouse(people: 1)
        let gallery = try #require(try house.store.gallery(named: "default"))
        for number in 1...3 {
            let job = PhotoJob(
                place: .address("https://example.org/\(number).jpg"),
                claim: PersonClaim(key: "q\(number)", name: "Name \(number)"),
                credit: PhotoCredit()
            )
            let new = try job.newJob(source: "s", in: gallery.id)
            _ = try await house.queue.enqueue([new], at: .now)
        }
        let leased = try await house.queue.lease(
            to: "w",
            kinds: [.photoAddress],
            in: gallery.id,
            limit: 2,
            at: .now,
            policy: Self.policy
        )
        let failure = JobFailure(code: "fetch_http_404", detail: "not there", advice: .never)
        let lease = try #require(leased.last?.lease)
        let completion = JobCompletion(lease: lease, outcome: .failed(failure), jitter: 0)
        _ = try await house.queue.finish([completion], at: .now, policy: Self.policy)
        return house
    }

    @Test func `is counted and listed by state, page by page`() async throws {
        let house = try await house()
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let counts = try await client.send(.get, "/v1/jobs", headers: headers)
            #expect(counts.status == .ok, "\(counts.text)")
            #expect(counts.json["counts"]["ready"].number == 1)
            #expect(counts.json["counts"]["leased"].number == 1)
            #expect(counts.json["counts"]["dead"].number == 1)
            #expect(counts.json["jobs"].count == 0)

            let path = "/v1/galleries/default/jobs?state=dead&limit=1"
            let dead = try await client.send(.get, path, headers: headers).json
            let job = dead["jobs"][0]
            #expect(job["photo"].text == "https://example.org/2.jpg")
            #expect(job["person"].text == "Name 2")
            #expect(job["code"].text == "fetch_http_404")
            #expect(job["detail"].text == "not there")
            #expect(job["due"].text == nil)
            let next = try #require(dead["next"].number)
            let rest = try await client.send(.get, path + "&after=\(next)", headers: headers).json
            #expect(rest["jobs"].count == 0)
            #expect(rest["next"].number == nil)
        }
    }

    @Test func `refuses what it does not know and whom it does not know`() async throws {
        let house = try await house()
        try await house.routed { client in
            let headers = house.bearer(.enrol)
            let state = try await client.send(.get, "/v1/jobs?state=lost", headers: headers)
            #expect(state.status == .badRequest)
            let limit = try await client.send(.get, "/v1/jobs?limit=0", headers: headers)
            #expect(limit.status == .badRequest)
            #expect(try await client.send(.get, "/v1/jobs").status == .unauthorized)
            let other = try await client.send(
                .get,
                "/v1/galleries/none/jobs",
                headers: headers
            )
            #expect(other.status == .notFound)
        }
    }

    @Test func `lets an administrator have dead jobs done again`() async throws {
        let house = try await house()
        let gallery = try #require(try house.store.gallery(named: "default"))
        try await house.routed { client in
            let path = "/v1/jobs/redrive"
            let enrolling = house.bearer(.enrol)
            let forbidden = try await client.sendJSON(.post, path, "{}", headers: enrolling)
            #expect(forbidden.status == .forbidden)
            let admin = house.bearer(.admin)
            let none = try await client.sendJSON(.post, path, "{\"jobs\": [1]}", headers: admin)
            #expect(none.json["redriven"].number == 0)
            let empty = try await client.sendJSON(.post, path, "{\"jobs\": []}", headers: admin)
            #expect(empty.status == .badRequest)
            let all = try await client.sendJSON(.post, path, "{}", headers: admin)
            #expect(all.json["redriven"].number == 1)
        }
        let counts = try await house.queue.counts(in: gallery.id)
        #expect(counts == JobCounts(ready: 2, leased: 1))
    }

    @Test func `tells its counts as they change until the service stops`() async throws {
        let house = try await house()
        let gallery = try #require(try house.store.gallery(named: "default"))
        let (addresses, told) = AsyncStream.makeStream(of: String.self)
        let running = Task { try await house.service.run { told.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        let wire = try Wire(port: port)
        let secret = house.keys.create("listener", .enrol).secret
        await wire.send(
            "GET /v1/jobs HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n"
                + "Authorization: Bearer \(secret)\r\n\r\n"
        )
        let first = await wire.read(until: "\"dead\":1")
        #expect(first.hasPrefix("HTTP/1.1 200 "))
        #expect(first.contains("event: jobs\ndata: {\"counts\":{"))
        _ = try await house.queue.redrive(nil, in: gallery.id, at: .now)
        #expect(await wire.read(until: "\"dead\":0").contains("event: jobs"))
        running.cancel()
        #expect(await wire.readToEnd().contains("retry: 3000"))
        try await running.value
    }
}
