import Calibration
import Evaluation
import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

struct VerificationPlotsTests {
    private var rates: VerificationRates {
        var genuine = SimilarityHistogram()
        var impostors = SimilarityHistogram()
        for step in 0..<1_000 {
            genuine.add(0.3 + Float(step) / 2_000)
            impostors.add(-0.3 + Float(step) / 2_000)
        }
        return VerificationRates(
            genuine: genuine,
            impostors: impostors,
            genuinePairs: 1_000,
            impostorPairs: 1_000
        )
    }

    @Test func `plots are well-formed and name what was evaluated`() throws {
        let plots = VerificationPlots(rates, name: "a <pack> & \"more\"")
        for svg in [plots.receiverOperatingCurve, plots.similarityHistograms] {
            #expect(svg.hasPrefix("<svg xmlns="))
            #expect(svg.contains("a &lt;pack&gt; &amp; &quot;more&quot;"))
            #expect(!svg.contains("nan") && !svg.contains("inf"))
            let parser = XMLParser(data: Data(svg.utf8))
            #expect(parser.parse())
        }
    }

    @Test func `no data still make a plot`() {
        let none = VerificationRates(
            genuine: SimilarityHistogram(),
            impostors: SimilarityHistogram(),
            genuinePairs: 0,
            impostorPairs: 0
        )
        let plots = VerificationPlots(none, name: "nothing")
        #expect(plots.receiverOperatingCurve.contains("</svg>"))
        #expect(plots.similarityHistograms.contains("</svg>"))
    }
}
