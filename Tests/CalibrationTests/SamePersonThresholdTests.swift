import Calibration
import Testing

struct SamePersonThresholdTests {
    private let curve = FalseMatchCurve(fmr1e3: 0.3, fmr1e4: 0.4, fmr1e5: 0.5)

    private func hits(_ count: Int, from: Float = 0.5, to: Float = 0.9) -> BestHitCalibration {
        var hits = BestHitCalibration(candidates: count)
        for step in 0..<count {
            hits.add(from + (to - from) * Float(step) / Float(count), insider: true)
        }
        return hits
    }

    private func threshold(
        _ hits: BestHitCalibration,
        now: Int? = nil,
        share: Double = 0.01
    ) -> SamePersonThreshold {
        SamePersonThreshold(
            bestHits: hits,
            candidatesNow: now ?? hits.candidates,
            curve: curve,
            strangersWithHit: share
        )
    }

    @Test func `rank k of n from the top allows k of n + 1 strangers`() {
        // 999 people at 1 %: the 10th greatest best hit is the mark, nine lie above.
        let hits = hits(999)
        let found = threshold(hits)
        #expect(found.basis == .bestHits)
        #expect(found.sampled == 999)
        #expect(hits.everybody.countAtOrAbove(found.similarity) <= 9)
        #expect(hits.everybody.countAtOrAbove(found.similarity - 0.002) > 9)
    }

    @Test func `it never goes below the pack's threshold`() {
        let found = threshold(hits(999, from: 0.0, to: 0.3))
        #expect(found.similarity == 0.4)
        #expect(found.basis == .packFloor)
    }

    @Test func `with few people the greatest best hit has to do`() {
        let found = threshold(hits(50))
        #expect(found.basis == .greatestBestHit)
        #expect(found.similarity > 0.5 + 0.4 * 49 / 50)
    }

    @Test func `without anybody the pack's curve decides`() {
        let lone = threshold(BestHitCalibration(candidates: 1), now: 1)
        #expect(lone.basis == .packFloor)
        let many = threshold(BestHitCalibration(candidates: 0), now: 10_000)
        #expect(many.basis == .packCurve)
        #expect(abs(many.similarity - 0.6) < 1e-5)
    }

    @Test func `a gallery that grew has a higher mark and one that shrank a lower one`() {
        let hits = hits(5_000)
        let before = threshold(hits, share: 0.1).similarity
        #expect(threshold(hits, now: 5_500, share: 0.1).similarity > before)
        #expect(threshold(hits, now: 4_500, share: 0.1).similarity < before)
    }

    @Test func `people who pass the filter themselves count on their own`() {
        var mixed = BestHitCalibration(candidates: 1_000)
        for step in 0..<1_000 { mixed.add(0.5 + Float(step) / 10_000, insider: false) }
        let before = threshold(mixed).similarity
        for step in 0..<300 { mixed.add(0.6 + Float(step) / 1_000, insider: true) }
        let everybodyAlone = mixed.everybody.edgeAbove(rank: 13)
        let found = threshold(mixed).similarity
        #expect(before < everybodyAlone)
        #expect(found > everybodyAlone)
        #expect(mixed.insiders.countAtOrAbove(found) <= 2)
    }

    @Test func `a larger share of strangers lowers the mark`() {
        #expect(threshold(hits(999), share: 0.05).similarity < threshold(hits(999)).similarity)
    }
}
