import Calibration
import Testing

struct FalseMatchCurveTests {
    private let curve = FalseMatchCurve(fmr1e3: 0.35, fmr1e4: 0.438, fmr1e5: 0.518)

    @Test(arguments: [(1e-3, 0.35), (1e-4, 0.438), (1e-5, 0.518), (1e-6, 0.598), (1e-2, 0.262)])
    func `the curve passes through the pack's points and goes on straight`(
        rate: Double,
        similarity: Double
    ) {
        #expect(abs(Double(curve.similarity(atRate: rate)) - similarity) < 1e-5)
    }

    @Test func `no rate asks for more than two photos of one moment have`() {
        #expect(abs(curve.similarity(atRate: 1e-300) - 0.9518) < 1e-6)
        #expect(abs(curve.similarity(atRate: 0) - 0.9518) < 1e-6)
    }

    @Test func `a pack whose strangers are close has room above its last point too`() {
        let close = FalseMatchCurve(fmr1e3: 0.958, fmr1e4: 0.968, fmr1e5: 0.975)
        #expect(abs(close.similarity(atRate: 1e-6) - 0.982) < 1e-6)
        #expect(close.similarity(atRate: 0) < 1)
        #expect(TwinRule(people: 2_875, curve: close, pairs: PairCalibration()).similarity > 0.99)
    }

    @Test func `rates are only claimed where the pack was measured`() {
        #expect(curve.rate(atOrAbove: 0.2) == PairRate(rate: 1e-3, bound: .atLeast))
        #expect(curve.rate(atOrAbove: 0.7) == PairRate(rate: 1e-5, bound: .atMost))
        let middle = curve.rate(atOrAbove: 0.394)
        #expect(middle.bound == .exact)
        #expect(abs(middle.rate - 3.162e-4) < 1e-6)
    }
}
