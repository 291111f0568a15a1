internal import Synchronization

/// The meters of a process, and the text Prometheus reads of them.
///
/// Meters are named once, at start; `counter`, `gauge` and `histogram` give handles that are used
/// from any thread. Each family of series has a lock of its own, held for one addition. A family
/// keeps a bounded number of series: label values beyond it are counted together as `other`, so no
/// visitor can make the memory grow by what they send. Labels must still never hold names of people
/// or files.
public final class MeterRegistry: Sendable {
    /// The content type of ``exposition()``.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The value of every label of the series that takes what is beyond the limit.
    public static let overflowLabel = "other"

    /// Series a family keeps at most, the overflow not counted.
    public let seriesMax: Int

    private let families = Mutex<[String: Family]>([:])

    /// Starts without meters.
    public init(seriesMax: Int = 2_000) {
        precondition(seriesMax > 0)
        self.seriesMax = seriesMax
    }

    /// A sum that only grows.
    ///
    /// - Parameters:
    ///   - name: By custom ends in `_total`; letters, digits, `_` and `:`.
    ///   - help: One sentence.
    ///   - labels: Names of the labels, in the order their values are given in.
    /// - Precondition: a meter named before has the same kind and labels.
    public func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
        Counter(family: family(name, help: help, kind: .counter, labels: labels))
    }

    /// A value that goes up and down.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
        Gauge(family: family(name, help: help, kind: .gauge, labels: labels))
    }

    /// A value that is read when the text is made.
    ///
    /// - Parameter read: Must be quick and must not use this registry.
    public func gauge(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
        _ = family(name, help: help, kind: .gauge, labels: [], read: read)
    }

    /// How often values fell into ranges.
    ///
    /// - Parameter bounds: The ranges' upper bounds, ascending and finite; one more range takes the
    ///   rest.
    public func histogram(
        _ name: String,
        help: String,
        labels: [String] = [],
        bounds: [Double] = Histogram.requestSeconds
    ) -> Histogram {
        Histogram(family: family(name, help: help, kind: .histogram(bounds), labels: labels))
    }

    /// All meters in Prometheus' text format 0.0.4, by name.
    public func exposition() -> String {
        let all = families.withLock { Array($0.values) }
        return all.sorted { $0.name < $1.name }.map { $0.exposition() }.joined()
    }

    private func family(
        _ name: String,
        help: String,
        kind: MeterKind,
        labels: [String],
        read: (@Sendable () -> Double)? = nil
    ) -> Family {
        families.withLock { families in
            if let known = families[name] {
                precondition(
                    known.kind == kind && known.labels == labels,
                    "the meter \(name) is named twice and differently"
                )
                return known
            }
            let family = Family(
                name: name,
                help: help,
                kind: kind,
                labels: labels,
                seriesMax: seriesMax,
                read: read
            )
            families[name] = family
            return family
        }
    }
}
