import Calibration
import FaceTypes
import GalleryDoubles
import Testing

struct PairCalibrationTests {
    private let population = GalleryPopulation(dimension: 24, seed: 3)

    private func faces(_ people: Int, photos: Int) -> (faces: EmbeddingMatrix, people: [Int64]) {
        var matrix = EmbeddingMatrix(dimension: 24)
        var owners: [Int64] = []
        for person in 0..<people {
            for photo in 0..<photos {
                matrix.append(population.embedding(ofPerson: person, photo: photo))
                owners.append(Int64(person))
            }
        }
        return (matrix, owners)
    }

    @Test func `every stranger pair is counted once and no pair of one person`() {
        let (faces, people) = faces(90, photos: 3)
        let counted = PairCalibration(counting: faces, people: people)
        var expected = SimilarityHistogram()
        for row in people.indices {
            for other in (row + 1)..<people.count where people[row] != people[other] {
                expected.add(faces[row].similarity(to: faces[other]))
            }
        }
        #expect(counted.pairs.count == UInt64(90 * 89 / 2 * 9))
        #expect(counted.pairs.count == expected.count)
        for similarity in stride(from: Float(-0.5), to: 0.6, by: 0.05) {
            let difference =
                counted.pairs.countAtOrAbove(similarity) - expected.countAtOrAbove(similarity)
            #expect(abs(difference) <= 3)
        }
    }

    @Test func `bands of rows add up to the whole`() {
        let (faces, people) = faces(150, photos: 2)
        var sum = PairCalibration()
        for start in stride(from: 0, to: people.count, by: 70) {
            let rows = start..<min(start + 70, people.count)
            sum.add(PairCalibration(counting: faces, people: people, rows: rows))
        }
        #expect(sum == PairCalibration(counting: faces, people: people))
    }

    @Test func `a rate too rare to be measured is given as a bound`() throws {
        let (faces, people) = faces(100, photos: 1)
        let counted = PairCalibration(counting: faces, people: people)
        let rare = try #require(counted.rate(atOrAbove: 0.99))
        #expect(rare.bound == .atMost)
        #expect(rare.rate == 25.0 / 4_950)
        let common = try #require(counted.rate(atOrAbove: 0))
        #expect(common.bound == .exact)
        #expect(abs(common.rate - 0.5) < 0.05)
        #expect(PairCalibration().rate(atOrAbove: 0) == nil)
    }

    @Test(arguments: [(0.0003, 3_300), (0.00001, 100_000), (0.5, 2), (0.0126, 79), (1, 1)])
    func `one in so many pairs has two digits`(rate: Double, oneIn: Int) {
        #expect(PairRate(rate: rate, bound: .exact).oneIn == oneIn)
    }
}
