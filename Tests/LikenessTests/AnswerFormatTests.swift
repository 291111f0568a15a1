import Calibration
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import Likeness
import Testing

struct AnswerFormatTests {
    private func keys(_ value: Any?) -> [String] {
        ((value as? [String: Any]) ?? [:]).keys.sorted()
    }

    @Test func `an open end of the years of birth is left out, and every filter has its key`()
        throws
    {
        let years = PersonFilter.bornYears
        let filters = [1950...1980, 1950...years.upperBound, years.lowerBound...1980, years]
        let described = filters.map { FilterDescription(PersonFilter(born: $0)) }
        #expect(described.map(\.bornFrom) == [1950, 1950, nil, years.lowerBound])
        #expect(described.map(\.bornTo) == [1980, nil, 1980, years.upperBound])
        #expect(try Set(described.map { try $0.key() }).union([""]).count == 5)
    }

    @Test func `the JSON form keeps its documented keys`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<230)
        let photos = [house.photo(of: 1, 50), house.photo(of: 1, 51)]
        let answer = try await house.search().answer(
            to: SearchRequest(photos: photos, filter: PersonFilter(born: 1940...2000))
        )
        let data = try JSONEncoder().encode(SearchReport(answers: [answer]))
        let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(keys(report) == ["answers", "schema"])
        #expect(report["schema"] as? Int == 1)
        let first = try #require((report["answers"] as? [[String: Any]])?.first)
        #expect(
            keys(first) == [
                "filter", "gallery", "lookAlikes", "notes", "pack", "probe", "samePerson",
                "samePersonFrom", "schema",
            ]
        )
        #expect(keys(first["gallery"]) == ["candidates", "entries", "labelled", "name"])
        #expect(keys(first["filter"]) == ["bornFrom", "bornTo"])
        #expect(
            keys(first["samePersonFrom"]) == [
                "basis", "sampled", "sentence", "similarity", "strangersWithHit",
            ]
        )
        let probe = try #require(first["probe"] as? [String: Any])
        #expect(keys(probe) == ["photos", "stability"])
        #expect(keys(probe["stability"]) == ["cohesion", "kept", "oddPhotos", "sentence", "top"])
        let match = try #require((first["lookAlikes"] as? [[String: Any]])?.first)
        #expect(
            keys(match) == [
                "agreement", "collapsed", "face", "pairs", "person", "rank", "score", "similarity",
            ]
        )
        #expect(keys(match["person"]) == ["id", "key", "metadata", "name"])
        #expect(keys(match["score"]).contains("sentence"))
        #expect(keys(match["agreement"]) == ["agreeing", "from", "of", "sentence"])
        #expect(
            keys(match["pairs"]) == ["among", "bound", "expected", "oneIn", "rate", "sentence"]
        )
        #expect(
            keys(match["face"]) == [
                "credit", "creditLine", "detection", "id", "origin", "photo", "photoHeight",
                "photoStored", "photoWidth", "quality",
            ]
        )
        #expect(try JSONDecoder().decode(SearchReport.self, from: data).answers == [answer])
    }

    @Test func `scores are worded as claims about people who asked`() async throws {
        let house = try SearchHouse()
        try await house.enrol(0..<230, photos: 1)
        let answer = try await house.search().answer(
            to: SearchRequest(photos: [house.photo(of: 700)], limit: 230)
        )
        let matches = answer.samePerson + answer.lookAlikes
        #expect(matches.count == 230)
        for match in matches {
            let percent = try #require(match.score.percent)
            let claim = "Closer than the best look-alike that \(percent) of 100 people find here."
            #expect(match.score.sentence.hasSuffix(claim))
            #expect(match.score.word == LikenessWord(percent: percent))
            if percent < 50 { #expect(match.score.sentence == claim) }
        }
        let far = try #require(matches.last)
        #expect(far.pairs.sentence.hasPrefix("About 1 in 1 stranger pairs"))
    }

    @Test func `filters that mean the same have the same key`() throws {
        let one = PersonFilter(countries: ["France", "Italy"], occupations: ["Actor"])
        let other = PersonFilter(countries: ["italy", "france"], occupations: ["actor"])
        #expect(try FilterDescription(one).key() == FilterDescription(other).key())
        #expect(try FilterDescription(PersonFilter()).key().isEmpty)
        #expect(
            try FilterDescription(one).key()
                != FilterDescription(PersonFilter(countries: ["france"])).key()
        )
    }

    @Test func `a comparison uses the pack's threshold and says so`() throws {
        let one = ProbePhoto(
            embedding: Embedding(unit: [1, 0]),
            quality: GalleryPopulation.quality(score: 1)
        )
        var other = one
        other.embedding = Embedding(unit: [0.8, 0.6])
        let pack = PackIdentity(name: "p", version: "1", hash: "", dimension: 2)
        let same = try FaceComparison([one], [other], pack: pack, curve: SearchHouse.curve)
        #expect(same.samePerson)
        #expect(same.threshold == 0.62)
        #expect(
            same.sentence == "Probably the same person: similarity 0.80, threshold 0.62; "
                + "1 in 10,000 stranger pairs gets this far."
        )
        #expect(same.pairs.bound == .atMost)
        other.embedding = Embedding(unit: [-0.006, -0.99998])
        let different = try FaceComparison([one], [other], pack: pack, curve: SearchHouse.curve)
        #expect(!different.samePerson)
        #expect(different.sentence.contains("similarity -0.01"))
        let wrong = PackIdentity(name: "p", version: "1", hash: "", dimension: 3)
        #expect(throws: LikenessError.dimensionMismatch(expected: 3, found: 2)) {
            try FaceComparison([one], [other], pack: wrong, curve: SearchHouse.curve)
        }
    }

    @Test func `every error says what to do`() {
        let errors: [LikenessError] = [
            .noPhoto, .tooManyPhotos(limit: 2, found: 3), .dimensionMismatch(expected: 2, found: 3),
            .refused(photo: 0, codes: [.tooDark]), .noMean, .busy(waiting: 5, limit: 5),
        ]
        #expect(errors.map(\.description).allSatisfy { $0.contains(": ") })
        let refusal = LikenessError.refused(photo: 1, codes: [.tooDark]).description
        #expect(refusal.contains("photo 2") && refusal.contains("too_dark"))
    }
}
