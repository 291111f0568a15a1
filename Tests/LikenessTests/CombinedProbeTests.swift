import FaceTypes
import GalleryDoubles
import Likeness
import Testing

struct CombinedProbeTests {
    private func photo(_ values: [Float], quality: Float) -> ProbePhoto {
        ProbePhoto(
            embedding: Embedding(unit: values),
            quality: GalleryPopulation.quality(score: quality)
        )
    }

    @Test func `one photo is its own probe`() throws {
        let probe = try CombinedProbe([photo([0.6, 0.8], quality: 0.2)])
        #expect(probe.embedding.values == [0.6, 0.8])
        #expect(probe.withoutOne.isEmpty)
        #expect(probe.cohesion.isEmpty)
    }

    @Test func `better photos weigh more`() throws {
        let probe = try CombinedProbe([photo([1, 0], quality: 0.9), photo([0, 1], quality: 0.3)])
        // (.9, .3) scaled to unit length.
        #expect(abs(probe.embedding.values[0] - 0.948683) < 1e-5)
        #expect(abs(probe.embedding.values[1] - 0.316228) < 1e-5)
        #expect(probe.withoutOne.map(\.values) == [[0, 1], [1, 0]])
        #expect(probe.cohesion == [0, 0])
    }

    @Test func `photos that cancel out have no mean`() {
        #expect(throws: LikenessError.noMean) {
            try CombinedProbe([photo([1, 0], quality: 0.5), photo([-1, 0], quality: 0.5)])
        }
    }

    @Test func `the odd photo out is named and the answers' stability measured`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<100)
        var photos = (50..<54).map { house.photo(of: 8, $0) }
        photos.append(house.photo(of: 900))
        let answer = try await house.search().answer(to: SearchRequest(photos: photos))
        let stability = try #require(answer.probe.stability)
        #expect(stability.oddPhotos == [4])
        #expect(stability.cohesion.count == 5)
        #expect(stability.kept > 0.2 && stability.kept <= 1)
        #expect(stability.sentence.hasSuffix("Photo 5 may show somebody else."))
        #expect(answer.samePerson.first?.person?.name == "Person 8")
        #expect(answer.probe.photos.count == 5)
    }

    @Test func `in a small gallery no more than half of the people have to stay`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<8)
        let photos = (0..<6).map { house.photo(of: $0, 50) }
        let answer = try await house.search().answer(to: SearchRequest(photos: photos))
        let stability = try #require(answer.probe.stability)
        #expect(stability.top == 4)
        #expect(stability.kept < 1)
        #expect(stability.sentence.contains("first 4 answers"))
    }

    @Test func `of two people the first has to stay`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<2)
        let photos = [house.photo(of: 0, 50), house.photo(of: 1, 50)]
        let answer = try await house.search().answer(to: SearchRequest(photos: photos))
        let stability = try #require(answer.probe.stability)
        #expect(stability.top == 1)
        #expect(stability.sentence.contains("the first answer stays"))
    }
}
