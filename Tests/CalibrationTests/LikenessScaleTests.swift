import Calibration
import Testing

struct LikenessScaleTests {
    private let curve = FalseMatchCurve(fmr1e3: 0.3, fmr1e4: 0.4, fmr1e5: 0.5)

    /// Best hits evenly spread over 0...1, so that the share below a similarity is the similarity.
    private func scale(
        people: Int,
        now: Int? = nil,
        filtered: Bool = false,
        labelled: Bool = true
    ) -> LikenessScale {
        var hits = BestHitCalibration(candidates: people)
        for step in 0..<people { hits.add((Float(step) + 0.5) / Float(people), insider: true) }
        return LikenessScale(
            bestHits: hits,
            pairs: PairCalibration(),
            curve: curve,
            settings: CalibrationSettings(),
            candidates: now ?? people,
            filtered: filtered,
            labelled: labelled
        )
    }

    @Test(
        arguments: [
            (0.995, 99, LikenessWord.uncanny), (0.957, 95, .striking), (0.945, 94, .strong),
            (0.805, 80, .strong), (0.795, 79, .some), (0.505, 50, .some), (0.495, 49, nil),
            (-0.2, 0, nil), (1, 99, .uncanny),
        ] as [(Float, Int, LikenessWord?)]
    )
    func `a similarity is scored against best hits and rounded down`(
        similarity: Float,
        percent: Int,
        word: LikenessWord?
    ) {
        #expect(
            scale(people: 5_000).score(of: similarity) == .measured(percent: percent, word: word)
        )
    }

    @Test func `a gallery of too few people gives the reason instead of a score`() {
        #expect(
            scale(people: 199).score(of: 0.9) == .withheld(.tooFewPeople(found: 199, needed: 200))
        )
        #expect(scale(people: 200).score(of: 0.905) == .measured(percent: 90, word: .strong))
    }

    @Test func `a narrow filter gives its own reason`() {
        let reason = WithheldScore.filterTooNarrow(found: 30, needed: 200)
        #expect(scale(people: 30, filtered: true).score(of: 0.9) == .withheld(reason))
        #expect(reason.code == "filter_too_narrow")
    }

    @Test func `a gallery that was never calibrated says so`() {
        let scale = LikenessScale(
            bestHits: BestHitCalibration(candidates: 0),
            pairs: PairCalibration(),
            curve: curve,
            settings: CalibrationSettings(),
            candidates: 900,
            filtered: false
        )
        #expect(scale.score(of: 0.9) == .withheld(.notCalibrated))
    }

    @Test func `more people make the same similarity less remarkable`() {
        // .9 to the power 1.1 is .8906, to the power .9 it is .9095.
        #expect(scale(people: 5_000).score(of: 0.9005) == .measured(percent: 90, word: .strong))
        #expect(
            scale(people: 5_000, now: 5_500).score(of: 0.9005)
                == .measured(percent: 89, word: .strong)
        )
        #expect(
            scale(people: 5_000, now: 4_500).score(of: 0.9095)
                == .measured(percent: 91, word: .strong)
        )
    }

    @Test func `photos agree from what half of all best look-alikes reach`() {
        var hits = BestHitCalibration(candidates: 1_000)
        for step in 0..<1_000 { hits.add(0.2 + Float(step) / 2_500, insider: true) }
        let scale = LikenessScale(
            bestHits: hits,
            pairs: PairCalibration(),
            curve: curve,
            settings: CalibrationSettings(),
            candidates: 1_000,
            filtered: false
        )
        #expect(abs(scale.agreement - 0.4) < 0.001)
    }

    @Test func `an unlabelled gallery has the pack's mark for the same person`() {
        let scale = scale(people: 1_000, labelled: false)
        #expect(scale.samePerson.basis == .packCurve)
        #expect(abs(scale.samePerson.similarity - 0.5) < 1e-5)
    }

    @Test func `a small gallery quotes the pack's pair rate`() {
        let rate = scale(people: 20).pairRate(of: 0.4)
        #expect(abs(rate.rate - 1e-4) < 1e-8)
        #expect(rate.bound == .exact)
    }
}
