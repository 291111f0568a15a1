public import FaceTypes

extension PixelImage {
    /// The picture at another size: areas averaged along a side that shrinks, samples interpolated
    /// linearly along one that grows.
    ///
    /// Both sides are mapped edge to edge, so the middle of the picture stays in the middle.
    /// - Precondition: both sides are positive.
    /// - Complexity: O(pixels of the source + pixels of the result).
    public func resized(width newWidth: Int, height newHeight: Int) -> PixelImage {
        precondition(newWidth > 0 && newHeight > 0)
        if newWidth == width && newHeight == height { return self }
        if newWidth * 2 == width && newHeight * 2 == height { return halved() }
        let columns = AxisWeights(from: width, to: newWidth)
        let rows = AxisWeights(from: height, to: newHeight)
        var result = PixelImage(width: newWidth, height: newHeight)
        let samples = width * 3
        pixels.withUnsafeBufferPointer { source in
            result.withMutablePixels { target in
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: samples) { blended in
                    for y in 0..<newHeight {
                        rows.blendRows(of: source, rowSamples: samples, at: y, into: blended)
                        columns.blendColumns(
                            of: blended,
                            into: UnsafeMutableBufferPointer(
                                rebasing: target[y * newWidth * 3..<(y + 1) * newWidth * 3]
                            )
                        )
                    }
                }
            }
        }
        return result
    }

    /// The exact average of each two by two pixels.
    private func halved() -> PixelImage {
        var result = PixelImage(width: width / 2, height: height / 2)
        let columns = result.width
        pixels.withUnsafeBufferPointer { source in
            result.withMutablePixels { target in
                for y in 0..<height / 2 {
                    var upper = y * 2 * width * 3
                    var lower = upper + width * 3
                    var to = y * columns * 3
                    for _ in 0..<columns {
                        for channel in 0..<3 {
                            let sum =
                                UInt16(source[upper &+ channel])
                                &+ UInt16(source[upper &+ 3 &+ channel])
                                &+ UInt16(source[lower &+ channel])
                                &+ UInt16(source[lower &+ 3 &+ channel])
                            target[to &+ channel] = UInt8(truncatingIfNeeded: (sum &+ 2) >> 2)
                        }
                        upper &+= 6
                        lower &+= 6
                        to &+= 3
                    }
                }
            }
        }
        return result
    }
}

/// For each place along the new side: which places of the old one count, and how much.
struct AxisWeights {
    /// The first old place of each new one.
    private let firsts: [Int]

    /// Weights of each new place begin here; one more entry than places.
    private let starts: [Int]

    /// Whole numbers that add up to `unit` for each new place.
    private let weights: [UInt32]

    /// A sample (8 bits) times the unit fits 32 bits.
    static let unitBits: UInt32 = 16
    private static let unit: UInt32 = 1 << unitBits

    init(from oldLength: Int, to newLength: Int) {
        var firsts: [Int] = []
        var starts = [0]
        var weights: [UInt32] = []
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
        let exact = (Double(place) + 0.5) * Double(oldLength) / Double(newLength) - 0.5
        let position = min(max(exact, 0), Double(oldLength - 1))
        let first = min(Int(position), max(0, oldLength - 2))
        guard oldLength > 1 else { return (0, [1]) }
        let fraction = position - Double(first)
        return (first, [1 - fraction, fraction])
    }

    /// Rounds weights to whole numbers without changing their sum, so that an even area keeps its
    /// exact grey level.
    private static func whole(_ exact: [Double]) -> [UInt32] {
        var total = 0.0
        var given: UInt32 = 0
        return exact.enumerated().map { index, weight in
            total += weight
            let upTo =
                index == exact.count - 1
                ? unit : min(unit, UInt32((total * Double(unit)).rounded()))
            defer { given = max(given, upTo) }
            return upTo > given ? upTo - given : 0
        }
    }

    /// Blends whole rows of 8-bit samples into one row of 16-bit ones.
    @inline(__always)
    func blendRows(
        of source: UnsafeBufferPointer<UInt8>,
        rowSamples: Int,
        at place: Int,
        into target: UnsafeMutableBufferPointer<UInt32>
    ) {
        for tap in starts[place]..<starts[place + 1] {
            let weight = weights[tap]
            let isFirst = tap == starts[place]
            let row = UnsafeBufferPointer(
                rebasing: source[
                    (firsts[place] + tap - starts[place])
                        * rowSamples..<(firsts[place] + tap
                        - starts[place] + 1) * rowSamples
                ]
            )
            if isFirst {
                for index in 0..<rowSamples {
                    target[index] = UInt32(row[index]) &* weight &+ 128
                }
            } else {
                for index in 0..<rowSamples { target[index] &+= UInt32(row[index]) &* weight }
            }
        }
        for index in 0..<rowSamples { target[index] &>>= 8 }
    }

    /// Blends RGB columns of a blended row into 8-bit samples.
    @inline(__always)
    func blendColumns(
        of source: UnsafeMutableBufferPointer<UInt32>,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        for place in firsts.indices {
            let half = UInt32(1) << 23
            var (red, green, blue) = (half, half, half)
            var from = firsts[place] * 3
            for tap in starts[place]..<starts[place + 1] {
                let weight = weights[tap]
                red &+= source[from] &* weight
                green &+= source[from &+ 1] &* weight
                blue &+= source[from &+ 2] &* weight
                from &+= 3
            }
            target[place * 3] = UInt8(truncatingIfNeeded: red >> 24)
            target[place * 3 + 1] = UInt8(truncatingIfNeeded: green >> 24)
            target[place * 3 + 2] = UInt8(truncatingIfNeeded: blue >> 24)
        }
    }
}
