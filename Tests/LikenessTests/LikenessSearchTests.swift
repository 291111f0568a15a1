import Calibration
import FaceTypes
import Gallery
import GalleryDoubles
import Likeness
import Testing

struct LikenessSearchTests {
    @Test func `an enrolled person stands on the same-person shelf and others do not`() async throws
    {
        let house = try SearchHouse()
        try await house.enrol(0..<250)
        let search = house.search()
        let answer = try await search.answer(to: SearchRequest(photos: [house.photo(of: 7)]))
        #expect(answer.samePerson.map(\.person?.name) == ["Person 7"])
        #expect(answer.samePerson[0].rank == 1)
        #expect(answer.lookAlikes.count == 10)
        #expect(answer.lookAlikes.map(\.rank) == Array(1...10))
        #expect(answer.lookAlikes.allSatisfy { $0.similarity < answer.samePersonFrom.similarity })
        let similarities = answer.lookAlikes.map(\.similarity)
        #expect(similarities == similarities.sorted(by: >))
        #expect(Set(answer.lookAlikes.compactMap(\.person?.id)).count == 10)
        #expect(answer.gallery.entries == 250)
        #expect(answer.gallery.candidates == 250)
        #expect(answer.notes.isEmpty)
    }

    @Test func `a stranger finds the same-person shelf empty`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<250, photos: 1)
        let search = house.search()
        var hits = 0
        for stranger in 1_000..<1_200 {
            let request = SearchRequest(photos: [house.photo(of: stranger)], limit: 1)
            let answer = try await search.answer(to: request)
            hits += answer.samePerson.isEmpty ? 0 : 1
            #expect(answer.lookAlikes.count == 1)
        }
        // 1 % of 200 are 2; more than 7 come with a probability below 1 in 1,000.
        #expect(hits <= 7)
    }

    @Test func `the similarity is the exact cosine with the person's best face`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<30, photos: 3)
        let probe = house.photo(of: 3)
        let answer = try await house.search().answer(to: SearchRequest(photos: [probe], limit: 40))
        for match in answer.samePerson + answer.lookAlikes {
            let person = try #require(match.person)
            let faces = try house.store.faces(of: person.id, in: house.gallery.id)
            let embeddings = try house.store.embeddings(of: faces.map(\.id), in: house.gallery.id)
            let best = try #require(embeddings.map { probe.embedding.similarity(to: $0.1) }.max())
            #expect(match.similarity == best)
        }
        #expect(answer.samePerson.count + answer.lookAlikes.count == 30)
    }

    /// With every photo read from the catalogue, and with the index asked.
    @Test(arguments: [500, 0])
    func `agreement counts the photos that reach the mark`(agreementReadMax: Int) async throws {
        let house = try SearchHouse(
            settings: LikenessSettings(agreementReadMax: agreementReadMax)
        )
        try await house.enrol(0..<20, photos: 2)
        let person = try #require(
            try house.store.person(
                withKey: "mixed",
                name: "Mixed",
                metadata: PersonMetadata(),
                in: house.gallery.id
            )
        )
        for photo in 0..<4 {
            let embedding = house.population.embedding(ofPerson: 500, photo: photo)
            try house.enrol(embedding, person: person.id, photo: 90_000 + photo)
        }
        for photo in 0..<2 {
            let embedding = house.population.embedding(ofPerson: 501, photo: photo)
            try house.enrol(embedding, person: person.id, photo: 90_100 + photo)
        }
        try await house.follow()
        let request = SearchRequest(photos: [house.photo(of: 500)])
        let answer = try await house.search().answer(to: request)
        let agreement = try #require(answer.samePerson.first?.agreement)
        #expect(agreement.agreeing == 4)
        #expect(agreement.of == 6)
        #expect(agreement.from == answer.samePersonFrom.similarity)
        #expect(agreement.sentence == "4 of 6 photos agree.")
    }

    @Test func `every answer carries the credit line`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<12, photos: 1)
        let request = SearchRequest(photos: [house.photo(of: 4)], limit: 20)
        let answer = try await house.search().answer(to: request)
        let faces = (answer.samePerson + answer.lookAlikes).map(\.face)
        #expect(faces.count == 12)
        #expect(
            faces.allSatisfy { $0.creditLine == "A. Maker · CC BY 4.0 · \($0.credit.source ?? "")" }
        )
    }

    @Test func `a filter narrows both the answers and what they are judged by`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<240, photos: 1)
        let filter = PersonFilter(genders: ["female"])
        let request = SearchRequest(photos: [house.photo(of: 7)], filter: filter)
        let answer = try await house.search().answer(to: request)
        #expect(answer.samePerson.isEmpty)
        #expect(answer.lookAlikes.count == 10)
        #expect(answer.lookAlikes.allSatisfy { $0.person?.metadata.gender == "female" })
        #expect(answer.gallery.candidates == 80)
        #expect(answer.gallery.entries == 240)
        #expect(answer.lookAlikes.allSatisfy { $0.score.withheld == "filter_too_narrow" })
        #expect(answer.lookAlikes.allSatisfy { $0.score.percent == nil && $0.score.word == nil })
        #expect(
            answer.notes == [
                "No score: the filter leaves 80 people, and 200 are needed to say what is close."
            ]
        )
    }

    @Test func `a filter that nobody passes gives empty shelves and says so`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<10)
        let filter = PersonFilter(countries: ["Nowhere"])
        let request = SearchRequest(photos: [house.photo(of: 1)], filter: filter)
        let answer = try await house.search().answer(to: request)
        #expect(answer.samePerson.isEmpty && answer.lookAlikes.isEmpty)
        #expect(answer.notes == ["Nobody in this gallery passes the filter."])
    }

    @Test func `two people are too few for a score and still give an answer`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<2)
        let answer = try await house.search().answer(
            to: SearchRequest(photos: [house.photo(of: 0)])
        )
        #expect(answer.samePerson.map(\.person?.name) == ["Person 0"])
        #expect(answer.samePerson[0].score.withheld == "too_few_people")
        #expect(
            answer.notes == [
                "No score: this gallery has 2 people, and 200 are needed to say what is close."
            ]
        )
    }

    @Test func `an empty gallery answers with empty shelves`() async throws {
        let house = try SearchHouse()
        let answer = try await house.search().answer(
            to: SearchRequest(photos: [house.photo(of: 0)])
        )
        #expect(answer.samePerson.isEmpty && answer.lookAlikes.isEmpty)
        #expect(answer.notes == ["This gallery is empty."])
    }

    @Test func `an unfit photo is refused unless its fault is allowed`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<5)
        var photo = house.photo(of: 1)
        photo.quality = GalleryPopulation.quality(score: 0.1, codes: [.tooDark, .tooBlurred])
        let search = house.search()
        await #expect(throws: LikenessError.refused(photo: 0, codes: [.tooDark, .tooBlurred])) {
            try await search.answer(to: SearchRequest(photos: [photo]))
        }
        await #expect(throws: LikenessError.refused(photo: 0, codes: [.tooBlurred])) {
            try await search.answer(to: SearchRequest(photos: [photo], allow: [.tooDark]))
        }
        let allowed = try await search.answer(
            to: SearchRequest(photos: [photo], allow: [.tooDark, .tooBlurred])
        )
        #expect(allowed.probe.photos[0].qualityCodes == [.tooDark, .tooBlurred])
    }

    @Test func `a probe of another pack, of nothing or of too much is refused`() async throws {
        let house = try SearchHouse(settings: LikenessSettings(probePhotosMax: 3))
        try await house.enrol(0..<5)
        let search = house.search()
        await #expect(throws: LikenessError.noPhoto) {
            try await search.answer(to: SearchRequest(photos: []))
        }
        await #expect(throws: LikenessError.tooManyPhotos(limit: 3, found: 4)) {
            let photos = (0..<4).map { house.photo(of: 1, $0) }
            _ = try await search.answer(to: SearchRequest(photos: photos))
        }
        var photo = house.photo(of: 1)
        photo.embedding = Embedding(unit: [1, 0])
        await #expect(throws: LikenessError.dimensionMismatch(expected: 32, found: 2)) {
            try await search.answer(to: SearchRequest(photos: [photo]))
        }
    }

    @Test func `an unlabelled gallery answers with faces and collapses copies`() async throws {
        let house = try SearchHouse(labelled: false)
        for number in 0..<220 {
            let embedding = house.population.embedding(ofPerson: number, photo: 0)
            try house.enrol(embedding, person: nil, photo: number)
        }
        let copied = house.population.embedding(ofPerson: 5, photo: 0)
        for copy in 0..<3 { try house.enrol(copied, person: nil, photo: 1_000 + copy) }
        try await house.follow()
        let answer = try await house.search().answer(
            to: SearchRequest(photos: [house.photo(of: 5)])
        )
        #expect(answer.samePerson.count == 1)
        #expect(answer.samePerson[0].collapsed == 3)
        #expect(answer.samePerson[0].person == nil)
        #expect(answer.samePerson[0].agreement == nil)
        #expect(answer.samePersonFrom.basis == "packCurve")
        #expect(answer.lookAlikes.count == 10)
        #expect(answer.lookAlikes.allSatisfy { $0.score.percent != nil })
        #expect(answer.gallery.entries == 223)
        let top = try #require(answer.lookAlikes.first?.score.percent)
        #expect(top < 99)
    }
}
