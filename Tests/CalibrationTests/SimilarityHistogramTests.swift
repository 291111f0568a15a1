import Calibration
import Testing

struct SimilarityHistogramTests {
    private func histogram(_ values: [Float]) -> SimilarityHistogram {
        var histogram = SimilarityHistogram()
        for value in values { histogram.add(value) }
        return histogram
    }

    @Test func `everything seen is at or above -1 and nothing is above 1`() {
        let seen = histogram([-1.2, -1, -0.5, 0, 0.25, 1, 1.0001, .nan])
        #expect(seen.count == 8)
        #expect(seen.countAtOrAbove(-1) == 8)
        #expect(seen.countAtOrAbove(0.9) == 2)
    }

    @Test func `a bin is shared out where a value cuts it`() {
        let width = Float(SimilarityHistogram.binWidth)
        let seen = histogram([0.5 + width / 4, 0.5 + width / 2, 0.6])
        #expect(seen.countAtOrAbove(0.5) == 3)
        #expect(abs(seen.countAtOrAbove(0.5 + width / 2) - 2) < 0.01)
        #expect(seen.countAtOrAbove(0.5 + width) == 1)
    }

    @Test func `parts add up to the whole`() {
        let values = (0..<1_000).map { Float($0) / 700 - 0.6 }
        var sum = histogram(Array(values[..<300]))
        sum.add(histogram(Array(values[300...])))
        #expect(sum == histogram(values))
    }

    @Test func `the edge above a rank lies just above that value`() {
        let seen = histogram([0.1, 0.2, 0.3, 0.4])
        for (rank, value) in [(1, 0.4), (2, 0.3), (3, 0.2), (4, 0.1)] as [(UInt64, Float)] {
            let edge = seen.edgeAbove(rank: rank)
            #expect(edge > value)
            #expect(edge <= value + Float(SimilarityHistogram.binWidth))
            #expect(seen.countAtOrAbove(edge) == Double(rank - 1))
        }
    }

    @Test func `the similarity a share reaches is the inverse of counting`() throws {
        let seen = histogram((0..<10_000).map { Float($0) / 10_000 })
        for share in [0.001, 0.01, 0.1, 0.5, 0.9] {
            let similarity = try #require(seen.similarity(reachedBy: share))
            #expect(abs(seen.countAtOrAbove(similarity) / 10_000 - share) < 1e-4)
        }
        #expect(SimilarityHistogram().similarity(reachedBy: 0.5) == nil)
    }
}
