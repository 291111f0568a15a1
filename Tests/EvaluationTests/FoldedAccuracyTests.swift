import Evaluation
import GalleryDoubles
import Testing

struct FoldedAccuracyTests {
    private typealias Trial = FoldedAccuracy.Trial

    private func fold(_ genuine: [Float?], _ impostors: [Float?]) -> [FoldedAccuracy.Trial] {
        genuine.map { Trial(similarity: $0, isGenuine: true) }
            + impostors.map { Trial(similarity: $0, isGenuine: false) }
    }

    @Test func `each fold is judged by the threshold of the others`() {
        // The second and third fold ask for .5; the first fold for .3 alone.
        let accuracy = FoldedAccuracy(folds: [
            fold([0.6, 0.4], [0.2, 0.1]),
            fold([0.7, 0.6], [0.4, 0.3]),
            fold([0.9, 0.8], [0.1, 0.4]),
        ])
        // Fold 1: thresholds between .4 and .6 are best elsewhere, so .4 is taken for a stranger.
        #expect(accuracy.folds == [0.75, 1, 1])
        #expect(abs(accuracy.thresholds[0] - 0.5) < 1e-6)
        #expect(abs(accuracy.mean - 2.75 / 3) < 1e-12)
        // Deviations -1/6, 1/12, 1/12: variance (1/36 + 1/144 + 1/144) / 3 = 1/72.
        #expect(abs(accuracy.standardDeviation - (1.0 / 72).squareRoot()) < 1e-12)
    }

    @Test func `a missed face counts as wrong`() {
        let accuracy = FoldedAccuracy(folds: [
            fold([0.9, nil], [0.1, nil]), fold([0.9, 0.8], [0.1, 0.2]),
        ])
        #expect(accuracy.folds == [0.5, 1])
    }

    @Test func `the threshold lies half way between what it parts`() {
        #expect(FoldedAccuracy.bestThreshold(for: fold([0.8, 0.6], [0.2, 0.4])) == 0.5)
    }

    @Test func `only strangers put the threshold above all of them`() {
        #expect(FoldedAccuracy.bestThreshold(for: fold([], [0.2, 0.4])) > 0.4)
        #expect(FoldedAccuracy.bestThreshold(for: fold([0.2, 0.4], [])) <= 0.2)
        #expect(FoldedAccuracy.bestThreshold(for: []) == 0)
    }

    @Test func `no threshold decides more pairs rightly than the chosen one`() {
        var generator = SeededGenerator(state: 9)
        for _ in 0..<200 {
            let trials = (0..<20).map { _ in
                Trial(
                    similarity: Float(Int.random(in: 0..<12, using: &generator)) / 12,
                    isGenuine: Bool.random(using: &generator)
                )
            }
            func right(_ threshold: Float) -> Int {
                trials.count { (($0.similarity ?? 0) >= threshold) == $0.isGenuine }
            }
            let best = (-1...25).map { right(Float($0) / 24) }.max() ?? 0
            #expect(right(FoldedAccuracy.bestThreshold(for: trials)) == best)
        }
    }
}
