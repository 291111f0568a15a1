import DrawnPeople
import Fetching
import FixtureServer
import Foundation
import Gallery
import GalleryDoubles
import Ingest
import ObjectStorage
import Pools
import TestSupport
import Testing
import Wikimedia

/// Crawls in which a service has no useful answer for somebody, and crawls that are to end early.
extension Crawls {
    private static let broken = FixtureReply.json("{\"entities\": {")

    /// The names of the people whose photos are offered, and the refusals by code.
    private func outcome(
        of offers: [PhotoOffer]
    ) -> (people: Set<String>, refused: [String: [String]]) {
        var people: Set<String> = []
        var refused: [String: [String]] = [:]
        for offer in offers {
            switch offer {
            case .photo(let candidate): people.insert(candidate.claim?.name ?? "")
            case .refused(let reject): refused[reject.code, default: []].append(reject.person ?? "")
            case .enrolledBefore: Issue.record("nothing is enrolled yet")
            }
        }
        return (people, refused)
    }

    @Test func `an article that can't be asked for is one person's trouble`() async throws {
        let world = DrawnWorld(seed: 5, people: 70)
        let person = try #require(world.people.first { $0.oddity == .leadImage })
        let others = Array(world.people.suffix(5))
        try await crawl(
            world,
            .entries(entries([person] + others)),
            instead: { request in
                request.path.hasPrefix("/api/rest_v1/") ? FixtureReply(400, text: "bad title") : nil
            }
        ) { crawl in
            let found = outcome(of: try await offers(of: crawl.source))
            #expect(found.refused == ["service_failed": [person.name]])
            #expect(found.people == Set(others.map(\.name)))
        }
    }

    @Test func `an item, or a file, that can't be asked about stands alone`() async throws {
        let world = DrawnWorld(seed: 5, people: 90)
        let people = Array(world.people.suffix(20))
        let (one, other) = (people[3], people[11])
        try await crawl(
            world,
            .entries(entries(people)),
            instead: { request in
                let ids = request.fields["ids"]?.split(separator: "|").map(String.init) ?? []
                let titles = request.fields["titles"]?.split(separator: "|").map(String.init) ?? []
                let spoils =
                    ids.contains("Q\(one.item)") || titles.contains("File:" + other.files[0])
                return spoils ? Self.broken : nil
            }
        ) { crawl in
            let found = outcome(of: try await offers(of: crawl.source))
            #expect(found.refused["service_failed"] == ["Q\(one.item)", other.name])
            #expect(found.refused.count == 1)
            let expected = people.filter { $0.item != one.item && $0.item != other.item }
            #expect(found.people == Set(expected.map(\.name)))
        }
    }

    @Test func `a service that answers nobody ends the crawl`() async throws {
        let world = DrawnWorld(seed: 5, people: 70)
        try await crawl(
            world,
            .entries(entries(world.people)),
            instead: { $0.path == "/wikidata/api.php" ? Self.broken : nil }
        ) { crawl in
            await #expect(throws: WikimediaError.self) { try await offers(of: crawl.source) }
            #expect(crawl.server.requests.count < 40)
        }
    }

    @Test func `names in an answer that leaves some out are asked for again, never guessed`()
        async throws
    {
        let world = DrawnWorld(seed: 7, people: 90)
        let people = Array(world.people.suffix(12))
        let common = try #require(people.first)
        let row = """
            {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q\(common.item)"},
            "label": {"type": "literal", "value": "\(common.name)", "xml:lang": "en"}}
            """
        let rows = Array(repeating: row, count: PeopleQuery.rowsMax).joined(separator: ",")
        let capped = FixtureReply.json("{\"results\": {\"bindings\": [\(rows)]}}")
        let lines = people.compactMap { NameEntry(line: $0.name, place: "list") }
        try await crawl(
            world,
            .entries(lines),
            instead: { request in
                let asks = request.fields["query"]?.contains("\"\(common.name)\"@en") ?? false
                return asks ? capped : nil
            }
        ) { crawl in
            let found = outcome(of: try await offers(of: crawl.source))
            #expect(found.refused == ["ambiguous_name": [common.name]])
            #expect(found.people == Set(people.dropFirst().map(\.name)))
        }
    }

    @Test func `people who are enrolled do not count against the limit`() async throws {
        let world = DrawnWorld(seed: 6, people: 200)
        let targets = WikimediaTargets.entries(entries(Array(world.people.suffix(120))))
        let first = try await crawl(world, targets, peopleMax: 7) { crawl in
            _ = try await offers(of: crawl.source)
            return Set(crawl.notes.all.compactMap(\.item))
        }
        let second = try await crawl(
            world,
            targets,
            peopleMax: 60,
            knownPerson: { first.contains($0) }
        ) { crawl in
            _ = try await offers(of: crawl.source)
            return Set(crawl.notes.all.compactMap(\.item))
        }
        #expect(first.count == 7)
        #expect(second.count == 67)
        #expect(second.isSuperset(of: first))
    }

    @Test func `only people whose item was changed are taken`() async throws {
        let world = DrawnWorld(seed: 6, people: 90)
        let people = Array(world.people.suffix(25))
        let since = try Date("2025-06-01T00:00:00Z", strategy: .iso8601)
        try await crawl(world, .entries(entries(people)), changedSince: since) { crawl in
            let found = outcome(of: try await offers(of: crawl.source))
            let changed = people.filter { DrawnWorld.changed($0) >= "2025-06-01" }
            #expect(changed.count >= 8)
            #expect(found.people == Set(changed.map(\.name)))
            #expect(found.refused.isEmpty)
        }
    }

    /// Drawn photos that end in a failure.
    private struct Failing: PhotoSource {
        struct Failure: Error {}

        let people: DrawnSource
        var expectedCount: Int? { nil }

        func makeCursor() throws -> any PhotoCursor { Cursor(people: people.makeCursor()) }

        struct Cursor: PhotoCursor {
            var people: any PhotoCursor

            mutating func next() async throws -> PhotoOffer? {
                if let offer = try await people.next() { return offer }
                throw Failure()
            }
        }
    }

    @Test(
        Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
        Material.requiresEngine()
    )
    func `a source that fails loses nothing of what it offered`() async throws {
        let house = try await EnrollingHouse()
        let people = DrawnSource(DrawnGallery(seed: 3, count: 6, photosPerPerson: 1))
        let failure = await #expect(throws: IngestFailure.self) {
            _ = try await house.run.run(Failing(people: people), observer: IngestRun.Observer())
        }
        #expect(failure?.cause is Failing.Failure)
        #expect(failure?.summary.seen == 6)
        let photos = try house.store.statistics(of: house.gallery.id).photos
        #expect(photos >= 5)
        #expect(failure?.summary.enrolledPhotos == photos)
    }

    @Test(
        Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
        Material.requiresEngine()
    )
    func `what was removed is not fetched again`() async throws {
        let world = DrawnWorld(seed: 5, people: 70)
        let house = try await EnrollingHouse()
        let people = Array(world.people.suffix(3))
        try await crawl(world, .entries(entries(people))) { crawl in
            func pictures() -> Int { crawl.server.requests.count { $0.path.contains("/thumb/") } }
            _ = try await house.run.run(crawl.source, observer: IngestRun.Observer())
            let once = pictures()
            let enrolled = try house.store.people(
                in: house.gallery.id,
                named: nil,
                after: nil,
                limit: 9
            )
            for person in enrolled {
                _ = try await house.store.remove(person.id, from: house.gallery.id)
            }
            let again = try await house.run.run(crawl.source, observer: IngestRun.Observer())
            #expect(!enrolled.isEmpty)
            #expect(again.rejected["suppressed"] == enrolled.count)
            #expect(pictures() - once == once - enrolled.count)
        }
    }

    @Test func `long names in another script are asked about, however many fit an address`()
        async throws
    {
        let names = (10..<59).map { String(repeating: "ฐ", count: 75) + "\($0).jpg" }
        let endless = String(repeating: "ฐ", count: 6_000) + ".jpg"
        let handler: FixtureServer.Handler = { request in
            let titles = request.fields["titles"]?.split(separator: "|") ?? []
            let pages = titles.map { "{\"title\": \"\($0)\", \"missing\": true}" }
            return .json("{\"query\": {\"pages\": [\(pages.joined(separator: ","))]}}")
        }
        try await FixtureServer.run(handler) { server in
            let fetcher = Fetcher(
                identity: try FetchIdentity(version: "test", contact: "ops@example.org"),
                settings: FetchSettings(network: NetworkGuard(allowsLoopback: true)),
                clock: VirtualClock().clock
            )
            let endpoints = DrawnWorld.endpoints(server.address)
            let service = WikimediaService(
                fetcher: fetcher,
                endpoints: try WikimediaEndpoints(
                    query: endpoints["wikidata-query-url"] ?? "",
                    wikidata: endpoints["wikidata-url"] ?? "",
                    commons: endpoints["commons-url"] ?? "",
                    wikipedia: endpoints["wikipedia-url"] ?? ""
                )
            )
            let outcomes = try await service.imageInfo(names + [endless], width: 960)
            await fetcher.close()
            for name in names { #expect(outcomes[name] == .missing) }
            guard case .failed = outcomes[endless] else {
                Issue.record("a name no address holds is \(String(describing: outcomes[endless]))")
                return
            }
        }
    }

    @Test func `a forbidden person is refused, and no record is made of them`() async throws {
        let world = DrawnWorld(seed: 5, people: 90)
        let people = Array(world.people.suffix(6))
        let gone = people[2]
        try await crawl(
            world,
            .entries(entries(people)),
            peopleMax: 5,
            forbidden: { keys in Set(keys).intersection(["Q\(gone.item)"]) }
        ) { crawl in
            let found = outcome(of: try await offers(of: crawl.source))
            #expect(found.refused["suppressed"] == [""])
            #expect(!found.people.contains(gone.name))
            #expect(found.people.count == 5)
            #expect(!crawl.notes.all.contains { $0.item == "Q\(gone.item)" })
        }
    }

    @Test func `an original that is enrolled is not taken again at another width`() async throws {
        let world = DrawnWorld(seed: 5, people: 90)
        let people = Array(world.people.suffix(6))
        let originals = try await crawl(world, .entries(entries(people))) { crawl in
            let photos = try await offers(of: crawl.source).compactMap { offer -> String? in
                guard case .photo(let photo) = offer, let sha1 = photo.credit.sha1 else {
                    return nil
                }
                return "\(photo.claim?.key ?? "") \(sha1)"
            }
            return Set(photos)
        }
        #expect(originals.count >= 6)
        try await crawl(
            world,
            .entries(entries(people)),
            enrolledOriginal: { originals.contains("\($0) \($1)") }
        ) { crawl in
            let found = outcome(of: try await offers(of: crawl.source))
            #expect(found.people.isEmpty)
            #expect(found.refused["duplicate"]?.count == originals.count)
        }
    }
}
