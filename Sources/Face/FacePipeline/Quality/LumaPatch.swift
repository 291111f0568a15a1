package import FaceTypes

/// The brightness of the part of an aligned crop that shows the face, and what it tells of light
/// and sharpness.
package struct LumaPatch: Sendable {
    /// Columns.
    package let width: Int

    /// Rows.
    package let height: Int

    /// Luma by the weights of BT.601, 0...255, row-major.
    package let values: [Float]

    /// Side of the blur, in parts of the crop's edge, that sharp edges do not survive: 5 of 128.
    ///
    /// So small a blur tells photos that are out of focus from small ones that had to be enlarged.
    static let blurShare: Float = 5.0 / 128

    /// What share of its edges a crisp photo loses when it is blurred that much; LFW's median.
    static let crispLoss: Float = 0.376

    /// Luma from which a pixel counts as blown out.
    static let white: Float = 250

    private let blurReach: Int

    /// Takes the middle of a crop: three quarters of its columns, the rows from brow to chin.
    package init(_ aligned: AlignedFace) {
        let edge = aligned.image.width
        let left = edge / 8
        let top = edge / 8
        let wide = edge - 2 * left
        let high = edge - top - edge / 16
        width = wide
        height = high
        blurReach = max(1, Int(((Float(edge) * Self.blurShare - 1) / 2).rounded()))
        values = aligned.image.pixels.withUnsafeBufferPointer { pixels in
            [Float](unsafeUninitializedCapacity: wide * high) { buffer, count in
                for row in 0..<high {
                    for column in 0..<wide {
                        let at = 3 * ((row + top) * edge + column + left)
                        buffer[row * wide + column] =
                            (77 * Float(pixels[at]) + 150 * Float(pixels[at + 1])
                                + 29 * Float(pixels[at + 2])) / 256
                    }
                }
                count = wide * high
            }
        }
    }

    /// Mean luma, 0...255.
    package var brightness: Float { values.reduce(0, +) / Float(values.count) }

    /// Share of pixels that are all but white, 0...1.
    package var blownOut: Float {
        Float(values.reduce(into: 0) { $0 += $1 > Self.white ? 1 : 0 }) / Float(values.count)
    }

    /// Mean luma, and 1 more for every hundredth of the patch that is all but white.
    package var glare: Float { brightness + 100 * blownOut }

    /// Detail relative to what the crop's size allows: 1 for a crisp photo, near 0 for a blurred one.
    ///
    /// It is the share of the steps between neighbours that a blur takes away, the mean of steps to the
    /// right and steps down (Crete et al., "The Blur Effect", 2007), and does not depend on brightness
    /// or contrast.
    package var sharpness: Float {
        var across = StepLoss()
        var down = StepLoss()
        var sums = [Float](repeating: 0, count: width + 1)
        let count = Float((2 * blurReach + 1) * (2 * blurReach + 1))
        var columnSums = firstColumnSums()
        var above = [Float](repeating: 0, count: width)
        for row in 0..<height {
            if row > 0 { slide(&columnSums, to: row) }
            for column in 0..<width { sums[column + 1] = sums[column] + columnSums[column] }
            var previous: Float = 0
            for column in 0..<width {
                let next = blurred(column, sums) / count
                let at = row * width + column
                if column > 0 {
                    across.add(abs(values[at] - values[at - 1]), blurred: abs(next - previous))
                }
                if row > 0 {
                    down.add(
                        abs(values[at] - values[at - width]),
                        blurred: abs(next - above[column])
                    )
                }
                previous = next
                above[column] = next
            }
        }
        return (across.share + down.share) / 2 / Self.crispLoss
    }

    private func firstColumnSums() -> [Float] {
        (0..<width).map { column in
            (-blurReach...blurReach).reduce(Float(0)) { sum, offset in
                sum + values[clamped(offset) * width + column]
            }
        }
    }

    private func slide(_ columnSums: inout [Float], to row: Int) {
        let entering = clamped(row + blurReach) * width
        let leaving = clamped(row - 1 - blurReach) * width
        for column in 0..<width {
            columnSums[column] += values[entering + column] - values[leaving + column]
        }
    }

    private func clamped(_ row: Int) -> Int { min(max(row, 0), height - 1) }

    /// Sum of the column sums round one column, the outermost repeated beyond the edge.
    private func blurred(_ column: Int, _ sums: [Float]) -> Float {
        let first = column - blurReach
        let last = column + blurReach
        var sum = sums[min(last, width - 1) + 1] - sums[max(first, 0)]
        if first < 0 { sum += Float(-first) * sums[1] }
        if last > width - 1 { sum += Float(last - width + 1) * (sums[width] - sums[width - 1]) }
        return sum
    }
}

/// How much of the steps between neighbours a blur takes away.
private struct StepLoss {
    private var steps: Float = 0
    private var lost: Float = 0

    /// The share, 0...1; 0 where there are no steps.
    var share: Float { steps > 0 ? lost / steps : 0 }

    mutating func add(_ step: Float, blurred: Float) {
        steps += step
        lost += max(0, step - blurred)
    }
}
