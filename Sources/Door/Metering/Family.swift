internal import Synchronization

/// What a meter measures.
enum MeterKind: Equatable {
    case counter
    case gauge
    case histogram([Double])
}

/// One meter: its name, its help and its series.
final class Family: Sendable {
    /// The numbers of one combination of label values.
    struct Series {
        /// A counter's or gauge's value, a histogram's sum.
        var value = 0.0

        /// A histogram's counts, one for each range.
        var counts: [UInt64]
    }

    /// Bytes of a label value; a longer one is cut.
    static let labelBytesMax = 128

    let name: String
    let help: String
    let kind: MeterKind
    let labels: [String]

    private let seriesMax: Int
    private let read: (@Sendable () -> Double)?
    private let series: Mutex<[[String]: Series]>

    init(
        name: String,
        help: String,
        kind: MeterKind,
        labels: [String],
        seriesMax: Int,
        read: (@Sendable () -> Double)?
    ) {
        precondition(isMeterName(name), "\(name) is no name of a meter")
        for label in labels {
            precondition(isLabelName(label) && label != "le", "\(label) is no name of a label")
        }
        precondition(Set(labels).count == labels.count, "\(name) has a label twice")
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
        self.seriesMax = seriesMax
        self.read = read
        if case .histogram(let bounds) = kind {
            precondition(!bounds.isEmpty && bounds.allSatisfy(\.isFinite))
            precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds must ascend")
        }
        let empty = Self.emptySeries(of: kind)
        // Without labels there is one series, which is there from the start.
        series = Mutex(labels.isEmpty ? [[]: empty] : [:])
    }

    private static func emptySeries(of kind: MeterKind) -> Series {
        guard case .histogram(let bounds) = kind else { return Series(counts: []) }
        return Series(counts: [UInt64](repeating: 0, count: bounds.count + 1))
    }

    func update(_ values: [String], _ change: (inout Series) -> Void) {
        precondition(values.count == labels.count, "\(name) has \(labels.count) labels")
        let key = values.map(cut)
        series.withLock { series in
            if series[key] != nil || series.count < seriesMax {
                change(&series[key, default: Self.emptySeries(of: kind)])
            } else {
                let other = labels.map { _ in MeterRegistry.overflowLabel }
                change(&series[other, default: Self.emptySeries(of: kind)])
            }
        }
    }

    /// The range of a histogram a value falls into: the first whose bound is not below it.
    func rangeIndex(of value: Double) -> Int {
        guard case .histogram(let bounds) = kind else { return 0 }
        return bounds.firstIndex { value <= $0 } ?? bounds.count
    }

    /// The series by label values, copied under the lock so that text is made outside it.
    func snapshot() -> [(labels: [String], series: Series)] {
        if let read { return [([], Series(value: read(), counts: []))] }
        let copy = series.withLock { $0 }
        return copy.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { ($0.key, $0.value) }
    }

    private func cut(_ value: String) -> String {
        guard value.utf8.count > Self.labelBytesMax else { return value }
        return String(decoding: value.utf8.prefix(Self.labelBytesMax), as: UTF8.self)
    }
}

/// `[a-zA-Z_:][a-zA-Z0-9_:]*`, as Prometheus' data model asks.
private func isMeterName(_ text: String) -> Bool {
    isName(text, alsoAllowing: UInt8(ascii: ":"))
}

/// `[a-zA-Z_][a-zA-Z0-9_]*`, and two underscores in front are Prometheus' own.
private func isLabelName(_ text: String) -> Bool {
    isName(text, alsoAllowing: nil) && !text.hasPrefix("__")
}

private func isName(_ text: String, alsoAllowing extra: UInt8?) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let upper = UInt8(ascii: "A")...UInt8(ascii: "Z")
    let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
    guard let first = text.utf8.first, !digits.contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
        digits.contains(byte) || upper.contains(byte) || lower.contains(byte)
            || byte == UInt8(ascii: "_") || byte == extra
    }
}
