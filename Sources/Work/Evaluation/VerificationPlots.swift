import Calibration
import Foundation

/// Plots of an evaluation, as SVG.
public struct VerificationPlots: Sendable {
    private static let genuineColour = "#1b7f4b"
    private static let impostorColour = "#b3402a"

    private let rates: VerificationRates
    private let name: String

    /// Plots these rates.
    ///
    /// - Parameter name: what was evaluated, for the titles.
    public init(_ rates: VerificationRates, name: String) {
        self.rates = rates
        self.name = name
    }

    /// Accepted genuine pairs over accepted impostor pairs (ROC), the latter from 1e-6 to 1.
    public var receiverOperatingCurve: String {
        let exponents = stride(from: -6.0, through: 0, by: 0.05)
        let curve = exponents.map { exponent in
            (exponent, 100 * rates.acceptedGenuine(atFalseAcceptance: pow(10, exponent)))
        }
        let lowest = curve.map(\.1).min() ?? 0
        let floor = max(0, min(90, (lowest / 10).rounded(.down) * 10))
        let step = floor >= 80 ? 2.0 : 10.0
        var frame = PlotFrame(
            title: "\(name): genuine pairs accepted",
            across: -6...0,
            up: floor...100,
            acrossLabel: "impostor pairs accepted",
            upLabel: "genuine pairs accepted, percent",
            acrossTicks: (-6...0).map { exponent in
                (value: Double(exponent), name: exponent == 0 ? "1" : "1e\(exponent)")
            },
            upTicks: stride(from: floor, through: 100, by: step).map { percent in
                (value: percent, name: SVGCanvas.number(percent))
            }
        )
        let points = curve.map { frame.place($0.0, $0.1) }
        frame.canvas.path(points, colour: Self.genuineColour)
        return frame.canvas.text
    }

    /// How often each similarity occurs among genuine and among impostor pairs, each to its own
    /// greatest count, with the similarities accepted at 1e-3, 1e-4 and 1e-5.
    public var similarityHistograms: String {
        var frame = PlotFrame(
            title: "\(name): similarities",
            across: -0.5...1,
            up: 0...1.05,
            acrossLabel: "cosine similarity",
            upLabel: "share of pairs, relative",
            acrossTicks: (-2...5).map { fifth in
                let similarity = Double(fifth) / 5
                return (value: similarity, name: SVGCanvas.number(similarity))
            },
            upTicks: []
        )
        draw(rates.impostors, colour: Self.impostorColour, in: &frame)
        draw(rates.genuine, colour: Self.genuineColour, in: &frame)
        for exponent in [-3, -4, -5] {
            guard let mark = rates.similarity(atFalseAcceptance: pow(10, Double(exponent))) else {
                continue
            }
            let top = frame.place(Double(mark), 1.05)
            frame.canvas.line(
                from: top,
                to: frame.place(Double(mark), 0),
                colour: "#888"
            )
            let line = 12.0 * Double(-3 - exponent)
            frame.canvas.words("1e\(exponent)", at: (top.x + 3, top.y + 12 + line), size: 11)
        }
        frame.canvas.words("two people", at: (90, 75), colour: Self.impostorColour)
        frame.canvas.words("one person", at: (90, 95), colour: Self.genuineColour)
        return frame.canvas.text
    }

    private func draw(
        _ histogram: SimilarityHistogram,
        colour: String,
        in frame: inout PlotFrame
    ) {
        let width = SimilarityHistogram.binCount / 128
        let counts = stride(from: 0, to: SimilarityHistogram.binCount, by: width).map { start in
            histogram.bins[start..<start + width].reduce(0, +)
        }
        guard let most = counts.max(), most > 0 else { return }
        let points = counts.enumerated().map { place, count in
            let similarity =
                (Double(place) + 0.5) * Double(width) * SimilarityHistogram.binWidth - 1
            return frame.place(similarity, Double(count) / Double(most))
        }
        frame.canvas.path(points, colour: colour, fill: colour)
    }
}
