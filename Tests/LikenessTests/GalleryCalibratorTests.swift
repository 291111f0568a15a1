import Calibration
import FaceTypes
import Gallery
import GalleryDoubles
import Likeness
import Testing

struct GalleryCalibratorTests {
    private func calibrator(_ house: SearchHouse) -> GalleryCalibrator {
        house.search().calibrator
    }

    private func person(_ number: Int, of house: SearchHouse) throws -> PersonID {
        let found = try house.store.people(
            in: house.gallery.id,
            named: "Person \(number)",
            after: nil,
            limit: 1_000
        )
        return try #require(found.first { $0.name == "Person \(number)" }).id
    }

    @Test func `every person asks once for the nearest other person`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<60, photos: 3)
        let scale = try await calibrator(house).scale(for: PersonFilter(), candidates: nil)
        #expect(house.index.searches == 60)
        #expect(scale.bestHits.everybody.count == 60)
        #expect(scale.bestHits.outsiders.count == 0)
        #expect(scale.pairs.pairs.count == UInt64(60 * 59 / 2 * 9))
    }

    @Test func `a calibration is kept with the gallery and found by the next process`() async throws
    {
        let house = try SearchHouse()
        try await house.enrol(0..<60)
        let first = try await calibrator(house).scale(for: PersonFilter(), candidates: nil)
        let searches = house.index.searches
        let second = try await calibrator(house).scale(for: PersonFilter(), candidates: nil)
        #expect(house.index.searches == searches)
        #expect(first.bestHits == second.bestHits)
        #expect(first.pairs == second.pairs)
    }

    @Test func `a few new people only correct the scale and many make a new one`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<100)
        let calibrator = calibrator(house)
        try await calibrator.refresh()
        let searches = house.index.searches
        try await house.enrol(100..<110)
        let corrected = try await calibrator.scale(for: PersonFilter(), candidates: nil)
        #expect(house.index.searches == searches)
        #expect(corrected.candidates == 110)
        #expect(corrected.bestHits.candidates == 100)
        try await house.enrol(110..<112)
        let renewed = try await calibrator.scale(for: PersonFilter(), candidates: nil)
        #expect(house.index.searches == searches + 112)
        #expect(renewed.bestHits.candidates == 112)
    }

    @Test func `a removal makes a new calibration in which the person has no share`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<100)
        let calibrator = calibrator(house)
        try await calibrator.refresh()
        let searches = house.index.searches
        _ = try await house.store.remove(try person(3, of: house), from: house.gallery.id)
        try await house.follow()
        let scale = try await calibrator.scale(for: PersonFilter(), candidates: nil)
        #expect(house.index.searches == searches + 99)
        #expect(scale.bestHits.everybody.count == 99)
        #expect(scale.pairs.faces == 198)
    }

    @Test func `a removal is noticed by a process that only reads the kept calibration`()
        async throws
    {
        let house = try SearchHouse()
        try await house.enrol(0..<100)
        try await calibrator(house).refresh()
        let key = GalleryCalibrator.derivedKey
        let kept = try house.store.derived(forKey: key, in: house.gallery.id)
        _ = try await house.store.remove(try person(3, of: house), from: house.gallery.id)
        // Another process wrote what it had made before the removal.
        try house.store.setDerived(kept, forKey: key, in: house.gallery.id)
        try await house.follow()
        let scale = try await calibrator(house).scale(for: PersonFilter(), candidates: nil)
        #expect(scale.bestHits.candidates == 99)
    }

    @Test func `a merge makes a new calibration`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<100)
        let calibrator = calibrator(house)
        try await calibrator.refresh()
        let searches = house.index.searches
        try house.store.merge(
            try person(3, of: house),
            into: try person(4, of: house),
            in: house.gallery.id
        )
        try await house.follow()
        let scale = try await calibrator.scale(for: PersonFilter(), candidates: nil)
        #expect(house.index.searches == searches + 99)
        #expect(scale.bestHits.everybody.count == 99)
    }

    @Test func `damaged calibration bytes are made anew`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<50)
        try await calibrator(house).refresh()
        let key = GalleryCalibrator.derivedKey
        var bytes = try #require(try house.store.derived(forKey: key, in: house.gallery.id))
        bytes[bytes.count / 2] ^= 1
        try house.store.setDerived(bytes, forKey: key, in: house.gallery.id)
        let searches = house.index.searches
        try await calibrator(house).refresh()
        #expect(house.index.searches == searches + 50)
    }

    @Test func `each filter has best hits of its own among those who pass it`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<90, photos: 1)
        let calibrator = calibrator(house)
        let filter = PersonFilter(genders: ["female"])
        let women = try house.store.people(matching: filter, in: house.gallery.id)
        let scale = try await calibrator.scale(for: filter, candidates: women)
        #expect(scale.bestHits.candidates == 30)
        #expect(scale.bestHits.insiders.count == 30)
        #expect(scale.bestHits.outsiders.count == 60)
        #expect(scale.filtered)
        let searches = house.index.searches
        _ = try await calibrator.scale(for: filter, candidates: women)
        #expect(house.index.searches == searches)
        let all = try await calibrator.scale(for: PersonFilter(), candidates: nil)
        #expect(house.index.searches == searches + 90)
        #expect(all.bestHits.everybody.count == 90)
    }

    @Test func `searches that come together calibrate once`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<80, photos: 1)
        let calibrator = calibrator(house)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { try await calibrator.refresh() } }
            try await group.waitForAll()
        }
        #expect(house.index.searches == 80)
    }

    private func gated(
        _ house: SearchHouse,
        waiters: Int
    ) async throws -> (index: GatedIndex, calibrator: GalleryCalibrator) {
        let index = GatedIndex()
        try await index.inner.follow(house.store, gallery: house.gallery.id)
        var settings = LikenessSettings()
        settings.calibrationWaitersMax = waiters
        let calibrator = GalleryCalibrator(
            gallery: house.gallery,
            store: house.store,
            index: index,
            curve: SearchHouse.curve,
            settings: settings
        )
        return (index, calibrator)
    }

    @Test func `no more searches wait for a calibration than the limit says`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<10)
        let (index, calibrator) = try await gated(house, waiters: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await calibrator.refresh() }
            await index.searchArrived()
            await #expect(throws: LikenessError.busy(waiting: 0, limit: 0)) {
                try await calibrator.refresh()
            }
            await index.open()
            try await group.waitForAll()
        }
        try await calibrator.refresh()
    }

    @Test func `a cancelled calibration leaves the way free for the next`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<10)
        let (index, calibrator) = try await gated(house, waiters: 5)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await calibrator.refresh()
                    return false
                } catch {
                    return error is CancellationError
                }
            }
            await index.searchArrived()
            group.cancelAll()
            await index.open()
            for await wasCancelled in group { #expect(wasCancelled) }
        }
        let scale = try await calibrator.scale(for: PersonFilter(), candidates: nil)
        #expect(scale.bestHits.everybody.count == 10)
    }

    @Test func `a sample never exceeds its limits`() async throws {
        var settings = LikenessSettings()
        settings.calibration.probesMax = 20
        settings.calibration.pairFacesMax = 30
        let house = try SearchHouse(settings: settings)
        try await house.enrol(0..<100, photos: 2)
        let scale = try await calibrator(house).scale(for: PersonFilter(), candidates: nil)
        #expect(scale.bestHits.everybody.count == 20)
        #expect(scale.bestHits.candidates == 100)
        #expect(scale.pairs.faces == 30)
    }

    @Test func `forgetting leaves nothing in the catalogue`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<40)
        let calibrator = calibrator(house)
        try await calibrator.refresh()
        try await calibrator.forget()
        let kept = try house.store.derived(
            forKey: GalleryCalibrator.derivedKey,
            in: house.gallery.id
        )
        #expect(kept == nil)
        let searches = house.index.searches
        try await calibrator.refresh()
        #expect(house.index.searches == searches + 40)
    }

    @Test func `shown percentages hold for strangers`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<400, photos: 1)
        let scale = try await calibrator(house).scale(for: PersonFilter(), candidates: nil)
        var above = 0
        for stranger in 2_000..<2_400 {
            let probe = house.photo(of: stranger).embedding
            let nearest = house.index.nearestPeople(
                to: probe,
                limit: 1,
                among: nil,
                excluding: nil
            )
            let best = try #require(nearest.first)
            if case .measured(let percent, _) = scale.score(of: best.similarity), percent >= 80 {
                above += 1
            }
        }
        // 20 % of 400 are 80; both samples have a standard deviation of 8.
        #expect((50...115).contains(above))
    }

    /// A house in which person 3 is enrolled once more under another name.
    private func houseWithTwin() async throws -> SearchHouse {
        let house = try SearchHouse()
        try await house.enrol(0..<60)
        let twin = try house.store.person(
            withKey: "key-twin",
            name: "Twin",
            metadata: PersonMetadata(),
            in: house.gallery.id
        )
        try house.enrol(
            house.population.embedding(ofPerson: 3, photo: 9),
            person: twin?.id,
            photo: 99_999
        )
        try await house.follow()
        return house
    }

    @Test func `a person enrolled under two names does not raise the same-person threshold`()
        async throws
    {
        let plain = try SearchHouse()
        try await plain.enrol(0..<60)
        let without = try await calibrator(plain).scale(for: PersonFilter(), candidates: nil)
        let house = try await houseWithTwin()
        let with = try await calibrator(house).scale(for: PersonFilter(), candidates: nil)
        #expect(with.bestHits.everybody.count == 61)
        #expect(abs(with.samePerson.similarity - without.samePerson.similarity) < 0.05)
        #expect(with.samePerson.similarity < 0.8)
    }

    @Test func `a person enrolled under two names is named, and strangers are not`() async throws {
        let house = try await houseWithTwin()
        let search = TwinSearch(
            gallery: house.gallery,
            store: house.store,
            index: house.index,
            curve: SearchHouse.curve
        )
        let pairs = try await search.pairs()
        let twin = try #require(pairs.first)
        #expect(twin.first == (try person(3, of: house)))
        #expect(twin.similarity > 0.8)
        #expect(pairs.dropFirst().allSatisfy { $0.similarity < 0.8 })
    }
}
