import Calibration
import FaceTypes
import Testing

@Suite struct TwinRuleTests {
    private let curve = FalseMatchCurve(fmr1e3: 0.35, fmr1e4: 0.438, fmr1e5: 0.518)

    private func mark(_ people: Int, _ pairs: PairCalibration = PairCalibration()) -> Float {
        TwinRule(people: people, curve: curve, pairs: pairs).similarity
    }

    @Test func `the mark rises with the people of a gallery`() {
        let marks = [10, 200, 5_749, 100_000].map { mark($0) }
        #expect(marks == marks.sorted())
        #expect(marks[0] < curve.fmr1e4)
        #expect(abs(marks[1] - 0.566) < 0.01)
        #expect(abs(marks[3] - 0.9518) < 0.001)
    }

    @Test func `a gallery of nobody has a mark too`() {
        #expect(mark(0).isFinite)
    }

    /// Faces of strangers whose similarities lie around a mean, and of a few people enrolled twice.
    private func pairs(around mean: Float, twins: Int = 0) -> PairCalibration {
        var random = SplitMix(seed: 4)
        let dimension = 128
        let shared = mean.squareRoot()
        var faces = EmbeddingMatrix(dimension: dimension)
        var people: [Int64] = []
        for person in 0..<300 {
            var values = (0..<dimension).map { _ in random.normal() }
            let length = values.map { $0 * $0 }.reduce(0, +).squareRoot()
            values = values.map { $0 / length * (1 - mean).squareRoot() }
            values[0] += shared
            for copy in 0..<(person < twins ? 2 : 1) {
                guard let face = Embedding(normalising: values) else { continue }
                faces.append(face)
                people.append(Int64(person + copy * 1_000))
            }
        }
        return PairCalibration(counting: faces, people: people)
    }

    @Test func `strangers as far apart as the pack has them leave the mark where it is`() {
        #expect(mark(300, pairs(around: 0)) == mark(300))
    }

    @Test func `strangers who are closer than the pack has them raise the mark`() {
        let close = mark(300, pairs(around: 0.5))
        #expect(close > mark(300) + 0.2)
        #expect(close < 1)
        #expect(mark(300, pairs(around: 0.9)) == .infinity)
    }

    @Test func `a few people under two names do not raise it`() {
        #expect(mark(300, pairs(around: 0, twins: 15)) == mark(300))
    }

    @Test func `of too few pairs nothing is concluded`() {
        var faces = EmbeddingMatrix(dimension: 16)
        for place in 0..<20 {
            var values = [Float](repeating: 1, count: 16)
            values[place % 16] = 1.5
            if let face = Embedding(normalising: values) { faces.append(face) }
        }
        let few = PairCalibration(counting: faces, people: (0..<20).map(Int64.init))
        #expect(mark(20, few) == mark(20))
    }
}

/// A small generator, the same on every machine.
private struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    private mutating func next() -> Float {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Float((z ^ (z >> 31)) >> 40) / Float(1 << 24)
    }

    /// Twelve evenly spread values make nearly a normal one.
    mutating func normal() -> Float { (0..<12).reduce(-6) { sum, _ in sum + next() } }
}
