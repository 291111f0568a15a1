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
        pixels.withUnsafeBufferPointer { source in
            result.withMutablePixels { target in
                let resizer = Resizer(source: source, rowSamples: width * 3, target: target)
                columns.withTaps { columns in
                    rows.withTaps { rows in
                        if newHeight < height {
                            resizer.shrinkRows(rows, columns)
                        } else {
                            resizer.growRows(rows, columns)
                        }
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

/// One resize: which axis is blended first depends on which leaves fewer samples for the second.
///
/// Weights have 15 bits and intermediate samples 16 (8 of them a fraction), so every product fits
/// 32 bits and the compiler can multiply eight samples at a time.
private struct Resizer {
    let source: UnsafeBufferPointer<UInt8>
    let rowSamples: Int
    let target: UnsafeMutableBufferPointer<UInt8>

    /// Blends old rows into each new one, then that row's columns.
    func shrinkRows(_ rows: AxisTaps, _ columns: AxisTaps) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rowSamples) { sums in
            for y in 0..<rows.count {
                add(rows, of: y, into: sums)
                for index in 0..<rowSamples { sums[index] &>>= 7 }
                var to = y &* columns.count &* 3
                columns.blend(UnsafeBufferPointer(sums)) { red, green, blue in
                    target[to] = Self.rounded(red)
                    target[to &+ 1] = Self.rounded(green)
                    target[to &+ 2] = Self.rounded(blue)
                    to &+= 3
                }
            }
        }
    }

    private func add(
        _ rows: AxisTaps,
        of place: Int,
        into sums: UnsafeMutableBufferPointer<UInt32>
    ) {
        // Half of the bits that are shifted away afterwards, so that the shift rounds.
        sums.update(repeating: 1 << 6)
        for tap in rows.starts[place]..<rows.starts[place + 1] {
            let start = (rows.firsts[place] + tap - rows.starts[place]) * rowSamples
            let row = UnsafeBufferPointer(rebasing: source[start..<start + rowSamples])
            let weight = rows.weights[tap]
            for index in 0..<rowSamples {
                sums[index] &+= UInt32(UInt16(row[index])) &* UInt32(weight)
            }
        }
    }

    /// Blends the columns of each old row once, and pairs of such rows into each new one.
    func growRows(_ rows: AxisTaps, _ columns: AxisTaps) {
        let samples = columns.count * 3
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: samples * 2) { buffer in
            var upper = UnsafeMutableBufferPointer(rebasing: buffer[..<samples])
            var lower = UnsafeMutableBufferPointer(rebasing: buffer[samples...])
            var (upperRow, lowerRow) = (-1, -1)
            for y in 0..<rows.count {
                let first = rows.firsts[y]
                let isPair = rows.starts[y + 1] - rows.starts[y] == 2
                let second = isPair ? first + 1 : first
                if lowerRow == first {
                    swap(&upper, &lower)
                    swap(&upperRow, &lowerRow)
                }
                if upperRow != first { widen(row: first, columns, into: upper) }
                if isPair && lowerRow != second { widen(row: second, columns, into: lower) }
                (upperRow, lowerRow) = (first, isPair ? second : -1)
                mix(
                    UnsafeBufferPointer(upper),
                    UnsafeBufferPointer(isPair ? lower : upper),
                    share: isPair ? rows.weights[rows.starts[y] + 1] : 0,
                    into: UnsafeMutableBufferPointer(
                        rebasing: target[y * samples..<(y + 1) * samples]
                    )
                )
            }
        }
    }

    /// Blends the columns of an old row into samples with a fraction of eight bits.
    private func widen(
        row: Int,
        _ columns: AxisTaps,
        into wide: UnsafeMutableBufferPointer<UInt16>
    ) {
        var to = 0
        let start = row * rowSamples
        columns.blend(UnsafeBufferPointer(rebasing: source[start..<start + rowSamples])) {
            wide[to] = UInt16(truncatingIfNeeded: ($0 &+ 64) >> 7)
            wide[to &+ 1] = UInt16(truncatingIfNeeded: ($1 &+ 64) >> 7)
            wide[to &+ 2] = UInt16(truncatingIfNeeded: ($2 &+ 64) >> 7)
            to &+= 3
        }
    }

    private func mix(
        _ upper: UnsafeBufferPointer<UInt16>,
        _ lower: UnsafeBufferPointer<UInt16>,
        share: UInt16,
        into row: UnsafeMutableBufferPointer<UInt8>
    ) {
        let rest = UInt16(AxisWeights.unit) &- share
        for index in row.indices {
            let sum =
                UInt32(upper[index]) &* UInt32(rest) &+ UInt32(lower[index]) &* UInt32(share)
            row[index] = Self.rounded(sum)
        }
    }

    /// Takes off the 15 bits of a weight and the 8 of the fraction.
    @inline(__always)
    private static func rounded(_ sum: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: (sum &+ (1 << 22)) >> 23)
    }
}
