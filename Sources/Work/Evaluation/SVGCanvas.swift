/// Draws lines and words as SVG.
struct SVGCanvas {
    let width: Int
    let height: Int
    private var elements: [String] = []

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    enum Anchor: String {
        case start
        case middle
        case end
    }

    mutating func line(
        from start: (x: Double, y: Double),
        to end: (x: Double, y: Double),
        colour: String,
        width: Double = 1
    ) {
        elements.append(
            "<line x1=\"\(Self.number(start.x))\" y1=\"\(Self.number(start.y))\" "
                + "x2=\"\(Self.number(end.x))\" y2=\"\(Self.number(end.y))\" "
                + "stroke=\"\(colour)\" stroke-width=\"\(Self.number(width))\"/>"
        )
    }

    mutating func path(_ points: [(x: Double, y: Double)], colour: String, fill: String = "none") {
        let text = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        elements.append(
            "<polyline points=\"\(text)\" fill=\"\(fill)\" fill-opacity=\".25\" "
                + "stroke=\"\(colour)\" stroke-width=\"2\" stroke-linejoin=\"round\"/>"
        )
    }

    mutating func words(
        _ text: String,
        at place: (x: Double, y: Double),
        anchor: Anchor = .start,
        size: Int = 13,
        colour: String = "#222"
    ) {
        elements.append(
            "<text x=\"\(Self.number(place.x))\" y=\"\(Self.number(place.y))\" "
                + "text-anchor=\"\(anchor.rawValue)\" font-size=\"\(size)\" fill=\"\(colour)\">"
                + Self.escaped(text) + "</text>"
        )
    }

    var text: String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
            + "viewBox=\"0 0 \(width) \(height)\" font-family=\"sans-serif\">\n"
            + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
            + elements.joined(separator: "\n") + "\n</svg>\n"
    }

    /// Two decimals at most; what is not finite becomes 0, so that the file stays readable.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let whole = hundredths.magnitude / 100
        let rest = hundredths.magnitude % 100
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return "\(sign)\(whole)." + (rest < 10 ? "0\(rest)" : "\(rest)")
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
