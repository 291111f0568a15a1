/// The frame of a plot: where values come to lie, its axes, its title.
struct PlotFrame {
    static let width = 720
    static let height = 480
    private static let left = 70.0
    private static let right = 700.0
    private static let top = 50.0
    private static let bottom = 420.0

    let across: ClosedRange<Double>
    let up: ClosedRange<Double>
    var canvas = SVGCanvas(width: width, height: height)

    /// Draws title, axes and grid; ticks name values of the axis.
    init(
        title: String,
        across: ClosedRange<Double>,
        up: ClosedRange<Double>,
        acrossLabel: String,
        upLabel: String,
        acrossTicks: [(value: Double, name: String)],
        upTicks: [(value: Double, name: String)]
    ) {
        self.across = across
        self.up = up
        canvas.words(title, at: (Self.left, 28), size: 17)
        for tick in acrossTicks {
            let x = place(tick.value, up.lowerBound).x
            canvas.line(from: (x, Self.top), to: (x, Self.bottom), colour: "#ddd")
            canvas.words(tick.name, at: (x, Self.bottom + 20), anchor: .middle)
        }
        for tick in upTicks {
            let y = place(across.lowerBound, tick.value).y
            canvas.line(from: (Self.left, y), to: (Self.right, y), colour: "#ddd")
            canvas.words(tick.name, at: (Self.left - 8, y + 4), anchor: .end)
        }
        canvas.words(
            acrossLabel,
            at: ((Self.left + Self.right) / 2, Self.bottom + 45),
            anchor: .middle
        )
        canvas.words(upLabel, at: (Self.left, Self.top - 6), size: 12, colour: "#666")
    }

    /// Where a value lies; values beyond the axes are held at the edge.
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        (
            Self.left + Self.share(x, of: across) * (Self.right - Self.left),
            Self.bottom - Self.share(y, of: up) * (Self.bottom - Self.top)
        )
    }

    private static func share(_ value: Double, of range: ClosedRange<Double>) -> Double {
        let held = min(max(value, range.lowerBound), range.upperBound)
        return (held - range.lowerBound) / (range.upperBound - range.lowerBound)
    }
}
