/// For each place along a new side: which places of the old one count, and how much.
struct AxisWeights {
    /// The first old place of each new one.
    private let firsts: [Int]

    /// Where the weights of each new place begin; one more entry than places.
    private let starts: [Int]

    /// Whole numbers that add up to `unit` for each new place.
    private let weights: [UInt16]

    /// What the weights of one place add up to.
    static let unit = 1 << 15

    /// Shares of area when the side shrinks, linear interpolation when it grows.
    init(from oldLength: Int, to newLength: Int) {
        var firsts: [Int] = []
        var starts = [0]
        var weights: [UInt16] = []
        for place in 0..<newLength {
            let (first, exact) =
                newLength < oldLength
                ? Self.coverage(of: place, from: oldLength, to: newLength)
                : Self.interpolation(of: place, from: oldLength, to: newLength)
            firsts.append(first)
            weights += Self.whole(exact)
            starts.append(weights.count)
        }
        self.firsts = firsts
        self.starts = starts
        self.weights = weights
    }

    /// Lends the weights in the form loops read them.
    func withTaps(_ body: (AxisTaps) -> Void) {
        firsts.withUnsafeBufferPointer { firsts in
            starts.withUnsafeBufferPointer { starts in
                weights.withUnsafeBufferPointer { weights in
                    body(AxisTaps(firsts: firsts, starts: starts, weights: weights))
                }
            }
        }
    }

    /// How much of each old place lies under the new one; the sum is 1.
    private static func coverage(
        of place: Int,
        from oldLength: Int,
        to newLength: Int
    ) -> (first: Int, weights: [Double]) {
        let ratio = Double(oldLength) / Double(newLength)
        let low = Double(place) * ratio
        let high = Double(place + 1) * ratio
        let first = min(Int(low), oldLength - 1)
        let end = max(first + 1, min(oldLength, Int(high.rounded(.up))))
        let weights = (first..<end).map { old in
            max(0, min(high, Double(old + 1)) - max(low, Double(old))) / ratio
        }
        return (first, weights)
    }

    private static func interpolation(
        of place: Int,
        from oldLength: Int,
        to newLength: Int
    ) -> (first: Int, weights: [Double]) {
        guard oldLength > 1 else { return (0, [1]) }
        let exact = (Double(place) + 0.5) * Double(oldLength) / Double(newLength) - 0.5
        let position = min(max(exact, 0), Double(oldLength - 1))
        let first = min(Int(position), oldLength - 2)
        let fraction = position - Double(first)
        return (first, [1 - fraction, fraction])
    }

    /// Rounds weights to whole numbers without changing their sum, so that an even area keeps its
    /// exact grey level.
    private static func whole(_ exact: [Double]) -> [UInt16] {
        var total = 0.0
        var given = 0
        return exact.enumerated().map { index, weight in
            total += weight
            let isLast = index == exact.count - 1
            let upTo = isLast ? unit : min(unit, Int((total * Double(unit)).rounded()))
            let share = max(0, upTo - given)
            given += share
            return UInt16(share)
        }
    }
}

/// The weights of one axis, lent to a loop.
struct AxisTaps {
    let firsts: UnsafeBufferPointer<Int>
    let starts: UnsafeBufferPointer<Int>
    let weights: UnsafeBufferPointer<UInt16>

    /// New places.
    var count: Int { firsts.count }

    /// Blends RGB columns of one row; gives each new column's weighted sums, from left to right.
    @inline(__always)
    func blend<Sample: FixedWidthInteger & UnsignedInteger>(
        _ row: UnsafeBufferPointer<Sample>,
        store: (UInt32, UInt32, UInt32) -> Void
    ) {
        var tap = starts[0]
        for place in 0..<count {
            let end = starts[place &+ 1]
            var from = firsts[place] &* 3
            var (red, green, blue) = (UInt32(0), UInt32(0), UInt32(0))
            while tap < end {
                let weight = UInt32(weights[tap])
                red &+= UInt32(truncatingIfNeeded: row[from]) &* weight
                green &+= UInt32(truncatingIfNeeded: row[from &+ 1]) &* weight
                blue &+= UInt32(truncatingIfNeeded: row[from &+ 2]) &* weight
                from &+= 3
                tap &+= 1
            }
            store(red, green, blue)
        }
    }
}
