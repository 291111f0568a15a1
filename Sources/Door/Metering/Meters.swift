/// A sum that only grows, for each combination of label values.
public struct Counter: Sendable {
    let family: Family

    /// Adds to the series of some label values.
    ///
    /// - Parameters:
    ///   - amount: Not negative.
    ///   - labels: One value for each label of the counter.
    public func add(_ amount: Double = 1, labels: [String] = []) {
        precondition(amount >= 0, "a counter only grows")
        family.update(labels) { $0.value += amount }
    }
}

/// A value that goes up and down, for each combination of label values.
public struct Gauge: Sendable {
    let family: Family

    /// Sets the series of some label values.
    public func set(_ value: Double, labels: [String] = []) {
        family.update(labels) { $0.value = value }
    }

    /// Adds to the series of some label values; a negative amount takes away.
    public func add(_ amount: Double, labels: [String] = []) {
        family.update(labels) { $0.value += amount }
    }
}

/// How often values fell into ranges, for each combination of label values.
public struct Histogram: Sendable {
    /// Upper bounds for the seconds a request takes, closest about the 12 and 40 ms we aim at.
    public static let requestSeconds: [Double] = [
        0.001, 0.0025, 0.005, 0.0075, 0.01, 0.012, 0.015, 0.02, 0.03, 0.04, 0.06, 0.1, 0.2, 0.5, 1,
        2.5, 5, 10, 30,
    ]

    let family: Family

    /// Counts a value in the series of some label values; what is not a number is passed over.
    public func observe(_ value: Double, labels: [String] = []) {
        guard !value.isNaN else { return }
        let range = family.rangeIndex(of: value)
        family.update(labels) { series in
            series.value += value
            series.counts[range] += 1
        }
    }

    /// Counts a time, in seconds.
    public func observe(_ time: Duration, labels: [String] = []) {
        observe(time / .seconds(1), labels: labels)
    }
}
