import DrawnPeople
import FaceTypes
import FacePipeline
import Fetching
import FixtureServer
import Foundation
import Gallery
import GalleryDoubles
import Inference
import Ingest
import ModelPacks
import ObjectStorage
import Pools
import Synchronization
import TestSupport
import Testing
import Wikimedia

/// The whole crawl against a drawn world that is odd in every way the real one is.
@Suite struct Crawls {
    /// Gathers evidence from any thread.
    final class Notes: Sendable {
        private let list = Mutex<[Evidence]>([])
        func add(_ evidence: Evidence) { list.withLock { $0.append(evidence) } }
        var all: [Evidence] { list.withLock { $0 } }
    }

    struct Crawl {
        let source: WikimediaSource
        let notes: Notes
        let clock: VirtualClock
        let server: FixtureServer
    }

    func crawl<Result>(
        _ world: DrawnWorld,
        _ targets: WikimediaTargets,
        peopleMax: Int? = nil,
        photos: Int = 3,
        changedSince: Date? = nil,
        enrolledOriginal: @escaping WikimediaSource.EnrolledBefore = { _, _ in false },
        knownPerson: @escaping WikimediaSource.KnownPerson = { _ in false },
        forbidden: @escaping WikimediaSource.Forbidden = { _ in [] },
        instead: @escaping @Sendable (FixtureRequest) -> FixtureReply? = { _ in nil },
        _ body: (Crawl) async throws -> Result
    ) async throws -> Result {
        try await FixtureServer.run({ instead($0) ?? world.reply(to: $0) }) { server in
            let clock = VirtualClock()
            let fetcher = Fetcher(
                identity: try FetchIdentity(version: "test", contact: "ops@example.org"),
                settings: FetchSettings(
                    network: NetworkGuard(allowsLoopback: true),
                    limits: HostLimits(failuresMax: 50)
                ),
                clock: clock.clock
            )
            let notes = Notes()
            let endpoints = DrawnWorld.endpoints(server.address)
            let source = WikimediaSource(
                targets,
                service: WikimediaService(
                    fetcher: fetcher,
                    endpoints: try WikimediaEndpoints(
                        query: endpoints["wikidata-query-url"] ?? "",
                        wikidata: endpoints["wikidata-url"] ?? "",
                        commons: endpoints["commons-url"] ?? "",
                        wikipedia: endpoints["wikipedia-url"] ?? ""
                    )
                ),
                settings: WikimediaSettings(
                    photosPerPerson: photos,
                    peopleMax: peopleMax,
                    changedSince: changedSince,
                    width: 500
                ),
                date: { "2026-02-02" },
                enrolledOriginal: enrolledOriginal,
                knownPerson: knownPerson,
                forbidden: forbidden,
                evidence: { notes.add($0) }
            )
            do {
                let result = try await body(
                    Crawl(source: source, notes: notes, clock: clock, server: server)
                )
                await fetcher.close()
                return result
            } catch {
                await fetcher.close()
                throw error
            }
        }
    }

    func offers(of source: WikimediaSource) async throws -> [PhotoOffer] {
        var cursor = try source.makeCursor()
        var offers: [PhotoOffer] = []
        while let offer = try await cursor.next() { offers.append(offer) }
        return offers
    }

    func entries(_ people: [DrawnWorld.Person]) -> [NameEntry] {
        people.map {
            NameEntry(place: "list", key: .item(ItemID(UInt64($0.item))))
        }
    }

    @Test func `every oddity is met, counted by its reason, and credits are right to the byte`()
        async throws
    {
        let world = DrawnWorld(seed: 5, people: 240)
        try await crawl(world, .entries(entries(world.people))) { crawl in
            var refusals: [String: Int] = [:]
            var credits: [String: [DrawnWorld.Credit]] = [:]
            var fetched: [String: Int] = [:]
            for offer in try await offers(of: crawl.source) {
                switch offer {
                case .refused(let reject): refusals[reject.code, default: 0] += 1
                case .enrolledBefore: Issue.record("nothing is enrolled yet")
                case .photo(let candidate):
                    guard case .awaiting(let fetch) = candidate.reading,
                        let claim = candidate.claim
                    else {
                        Issue.record("\(candidate.origin) is not fetched")
                        continue
                    }
                    do {
                        _ = try await fetch()
                        let credit = candidate.credit
                        credits[claim.key, default: []].append(
                            DrawnWorld.Credit(
                                author: credit.author,
                                licence: credit.licence,
                                licenceAddress: credit.licenceAddress,
                                source: credit.source,
                                restrictions: credit.restrictions,
                                sha1: credit.sha1
                            )
                        )
                        #expect(credit.change == PhotoCredit.cropped)
                        fetched[claim.key, default: 0] += 1
                    } catch let error as RefusedPhoto {
                        refusals[error.code, default: 0] += 1
                    }
                }
            }
            #expect(refusals == world.expectedRefusals(of: world.people))
            for person in world.people {
                let key = "Q\(person.oddity == .mergedItem ? person.item + 1 : person.item)"
                #expect(fetched[key, default: 0] == person.oddity.photoCount, "\(person.oddity)")
                for credit in credits[key] ?? [] {
                    let files = person.files.isEmpty ? [person.leadFile] : person.files
                    let expected = files.map { world.credit(of: $0, by: person) }
                    let isRight = expected.contains { $0.bytes == credit.bytes }
                    #expect(isRight, "\(person.oddity): \(credit)")
                }
            }
            #expect(crawl.clock.now > .seconds(7))
            try evidence(crawl.notes.all, covers: world)
        }
    }

    private func evidence(_ notes: [Evidence], covers world: DrawnWorld) throws {
        let missing = world.people.count { $0.oddity == .missingItem }
        #expect(notes.count == world.people.count - missing)
        #expect(notes.allSatisfy { $0.matchedBy == "item" && $0.change == "cropped" })
        let restricted = notes.flatMap { $0.photos ?? [] }.compactMap(\.restrictions)
        #expect(restricted == ["personality"])
    }

    @Test func `metadata is what the item says, and unknown where it is unknown`() async throws {
        let world = DrawnWorld(seed: 5, people: 60)
        try await crawl(world, .entries(entries(world.people))) { crawl in
            var claims: [String: PersonClaim] = [:]
            for case .photo(let candidate) in try await offers(of: crawl.source) {
                if let claim = candidate.claim { claims[claim.key] = claim }
                #expect(candidate.year == 2018 || candidate.year == 2019)
            }
            func claim(_ oddity: WorldOddity) throws -> (PersonClaim, DrawnWorld.Person) {
                let person = try #require(world.people.first { $0.oddity == oddity })
                return (try #require(claims["Q\(person.item)"]), person)
            }
            let (plain, person) = try claim(.plain)
            #expect(plain.name == person.name)
            #expect(plain.metadata.gender == person.profile.gender)
            #expect(plain.metadata.birthYear == person.birthYear)
            #expect(plain.metadata.country == "word 30")
            #expect(plain.metadata.occupations == ["word 100"])
            #expect(plain.metadata.fame == person.fame)
            #expect(try claim(.birthUnknown).0.metadata.birthYear == nil)
            #expect(try claim(.birthYearOnly).0.metadata.birthYear != nil)
            #expect(try claim(.birthBeforeYearOne).0.metadata.birthYear == -43)
            #expect(try claim(.genderUnknown).0.metadata.gender == nil)
            let (global, named) = try claim(.labelForAllOnly)
            #expect(global.name == named.name)
        }
    }

    @Test func `a query that is too much is divided until it answers`() async throws {
        let world = DrawnWorld(seed: 6, people: 200)
        let query = PeopleQuery(occupations: [ItemID(33_999)], fameAtLeast: 20)
        try await crawl(world, .query(query)) { crawl in
            let offers = try await offers(of: crawl.source)
            var people: Set<String> = []
            for case .photo(let candidate) in offers {
                if let key = candidate.claim?.key { people.insert(key) }
            }
            let wanted = world.people.filter { !$0.files.isEmpty && $0.oddity != .missingItem }
            let offered = wanted.filter {
                !["licence", "missing_file", "not_a_picture"].contains($0.oddity.refusal ?? "")
            }
            #expect(people.count == offered.count)
            let queries = crawl.server.requests.count { $0.path == "/sparql" }
            #expect(queries > 3)
            #expect(crawl.notes.all.allSatisfy { $0.matchedBy == "query" })
        }
    }

    @Test func `a limit of people is kept`() async throws {
        let world = DrawnWorld(seed: 6, people: 200)
        let query = PeopleQuery(occupations: [ItemID(33_999)], fameAtLeast: 40)
        try await crawl(world, .query(query), peopleMax: 7) { crawl in
            _ = try await offers(of: crawl.source)
            #expect(crawl.notes.all.count == 7)
        }
    }

    @Test func `names are matched, ambiguous and unknown ones reported, wrong ids stand alone`()
        async throws
    {
        let world = DrawnWorld(seed: 7, people: 70)
        let person = world.people[65]
        let lines = [
            person.name, "\(world.people[66].name) (\(world.people[66].birthYear))",
            DrawnWorld.imdb(world.people[67]), "Twin Nobody", "Nobody Atall", "Q1001",
            "Q\(world.people[68].item)", "# not a name", person.name,
        ]
        let entries = lines.compactMap { NameEntry(line: $0, place: "names.txt:1") }
        try await crawl(world, .entries(entries)) { crawl in
            var refusals: [String] = []
            var found: [String] = []
            for offer in try await offers(of: crawl.source) {
                switch offer {
                case .refused(let reject): refusals.append(reject.code)
                case .enrolledBefore: Issue.record("nothing is enrolled yet")
                case .photo(let candidate): found.append(candidate.claim?.name ?? "")
                }
            }
            #expect(refusals.sorted() == ["ambiguous_name", "not_found", "not_found"])
            #expect(Set(found) == Set((65...68).map { world.people[$0].name }))
            let ambiguous = crawl.notes.all.first { $0.candidates != nil }
            #expect(ambiguous?.candidates == ["Q90001", "Q90002"])
        }
    }

    @Test func `IMDb's file is streamed, filtered and matched by id`() async throws {
        let world = DrawnWorld(seed: 8, people: 80)
        var text = "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n"
        for person in world.people[60...] {
            let job = person.index % 2 == 0 ? "actor" : "writer"
            let row = "\(DrawnWorld.imdb(person))\t\(person.name) \"x\t\(person.birthYear)\t\\N\t"
            text += row + "\(job)\ttt1\n"
            if person.index == 62 { text += row + "\(job)\ttt1\n" }
        }
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).tsv.gz"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(GzipFixture.stored(Array(text.utf8))).write(to: URL(filePath: path))
        let list = try NameList(path: path, filter: IMDbFilter(professions: ["actor"]))
        #expect(list.isIMDb)
        try await crawl(world, .list(list)) { crawl in
            let offers = try await offers(of: crawl.source)
            #expect(offers.count == 10)
            #expect(crawl.notes.all.allSatisfy { $0.matchedBy == "IMDb id" })
        }
    }

    @Test(
        Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
        Material.requiresEngine()
    )
    func `the whole ingest of hundreds of people gives what the world holds`() async throws {
        let world = DrawnWorld(seed: 9, people: 240)
        let house = try await EnrollingHouse()
        defer { withExtendedLifetime(house) {} }
        let (run, store, gallery) = (house.run, house.store, house.gallery)
        try await crawl(world, .entries(entries(world.people))) { crawl in
            let rejects = Mutex<[Reject]>([])
            let summary = try await run.run(
                crawl.source,
                observer: IngestRun.Observer(refused: { reject in
                    rejects.withLock { $0.append(reject) }
                })
            )
            try check(summary, world, rejects.withLock { $0 })
            for person in world.people where person.oddity == .plain {
                try checkCredits(of: person, in: store, gallery, world)
            }
            let again = try await run.run(crawl.source, observer: IngestRun.Observer())
            #expect(again.enrolledPhotos == 0)
            #expect(again.alreadyEnrolled >= summary.enrolledPhotos)
        }
    }

    private func check(
        _ summary: IngestSummary,
        _ world: DrawnWorld,
        _ rejects: [Reject]
    ) throws {
        var sure = world.expectedRefusals(of: world.people)
        for person in world.people {
            for code in person.oddity.ingestRefusals { sure[code, default: 0] += 1 }
        }
        // A drawing now and then does not pass for a face, or not for a good one: that is the
        // pack's affair.
        let others = summary.rejected.filter { sure[$0.key] == nil }
        for (code, count) in sure {
            #expect(
                summary.rejected[code, default: 0] >= count,
                "\(code): \(rejects.map { "\($0.code) \($0.person ?? "") \($0.detail)" })"
            )
        }
        let offered = world.people.reduce(0) { $0 + $1.oddity.photoCount }
        let refusedHere = world.people.reduce(0) { $0 + $1.oddity.ingestRefusals.count }
        #expect(summary.enrolledPhotos <= offered - refusedHere)
        #expect(summary.enrolledPhotos >= (offered - refusedHere) * 9 / 10, "\(others)")
        #expect(summary.rejectedTotal + summary.enrolledPhotos == summary.seen)
    }

    private func checkCredits(
        of person: DrawnWorld.Person,
        in store: MemoryGalleryStore,
        _ gallery: GalleryRecord,
        _ world: DrawnWorld
    ) throws {
        let found = try store.people(
            in: gallery.id,
            named: person.name,
            after: nil,
            limit: 50
        )
        guard let record = found.first(where: { $0.key == "Q\(person.item)" }) else { return }
        #expect(record.metadata.birthYear == person.birthYear)
        for face in try store.faces(of: record.id, in: gallery.id) {
            let expected = world.credit(of: person.files[0], by: person)
            #expect(face.credit.author == expected.author)
            #expect(face.credit.licence == expected.licence)
            #expect(face.credit.licenceAddress == expected.licenceAddress)
            #expect(face.credit.source == expected.source)
            #expect(face.credit.sha1 == expected.sha1)
        }
    }
}
