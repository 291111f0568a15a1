extension Family {
    /// The family in Prometheus' text format 0.0.4.
    func exposition() -> String {
        var text = "# HELP \(name) \(escapedHelp)\n# TYPE \(name) \(kindName)\n"
        for (values, series) in snapshot() {
            let pairs = Array(zip(labels, values))
            if case .histogram(let bounds) = kind {
                appendRanges(of: series, bounds: bounds, pairs: pairs, to: &text)
            } else {
                text += line("", pairs, number(series.value))
            }
        }
        return text
    }

    private func appendRanges(
        of series: Series,
        bounds: [Double],
        pairs: [(String, String)],
        to text: inout String
    ) {
        var sum: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], series.counts) {
            sum += count
            text += line("_bucket", pairs + [("le", number(bound))], String(sum))
        }
        text += line("_sum", pairs, number(series.value))
        text += line("_count", pairs, String(sum))
    }

    private func line(_ suffix: String, _ pairs: [(String, String)], _ value: String) -> String {
        let inner = pairs.map { "\($0)=\"\(escapedLabel($1))\"" }.joined(separator: ",")
        let braces = pairs.isEmpty ? "" : "{\(inner)}"
        return "\(name)\(suffix)\(braces) \(value)\n"
    }

    private var kindName: String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private var escapedHelp: String { escaped(help, quotes: false) }

    private func escapedLabel(_ value: String) -> String { escaped(value, quotes: true) }

    private func escaped(_ text: String, quotes: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quotes: result.append(contentsOf: "\\\"".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// A number as Go reads it: whole numbers without a point, infinities with a sign.
    private func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        let exactMax = 9_007_199_254_740_992.0
        if value == value.rounded(), value.magnitude < exactMax { return String(Int64(value)) }
        return "\(value)"
    }
}
