import Calibration
import Testing

@Suite struct TwinRuleTests {
    private let curve = FalseMatchCurve(fmr1e3: 0.35, fmr1e4: 0.438, fmr1e5: 0.518)

    @Test func `the mark rises with the people of a gallery`() {
        let marks = [10, 200, 5_749, 100_000].map { TwinRule(people: $0, curve: curve).similarity }
        #expect(marks == marks.sorted())
        #expect(marks[0] < curve.fmr1e4)
        #expect(abs(marks[1] - 0.566) < 0.01)
        #expect(abs(marks[3] - 0.9518) < 0.001)
    }

    @Test func `a gallery of nobody has a mark too`() {
        #expect(TwinRule(people: 0, curve: curve).similarity.isFinite)
    }
}
