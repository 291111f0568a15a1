public import FaceTypes

extension PixelImage {
    /// Cuts out a square as seen through a transform, sampling bilinearly; what lies beyond the
    /// picture is black.
    ///
    /// Sampling is plain bilinear, as the embedders' own alignment was when they were trained: a
    /// face many times larger than the crop is not smoothed first.
    /// - Parameters:
    ///   - transform: Takes positions in this picture to positions in the square, pixel centres at
    ///     whole numbers in both.
    ///   - edge: The side of the square, in pixels.
    /// - Precondition: the edge is positive and the transform's scale is not 0.
    /// - Complexity: O(edge²); no allocation besides the result.
    public func warped(by transform: SimilarityTransform, edge: Int) -> PixelImage {
        precondition(edge > 0)
        let back = transform.inverse
        var square = PixelImage(width: edge, height: edge)
        pixels.withUnsafeBufferPointer { source in
            square.withMutablePixels { target in
                let sampler = BilinearSampler(source: source, width: width, height: height)
                for y in 0..<edge {
                    let start = back.apply(x: 0, y: Double(y))
                    sampler.sample(
                        from: start,
                        step: (back.cosine, back.sine),
                        count: edge,
                        into: UnsafeMutableBufferPointer(
                            rebasing: target[y * edge * 3..<(y + 1) * edge * 3]
                        )
                    )
                }
            }
        }
        return square
    }
}

/// Samples a picture along straight lines.
struct BilinearSampler {
    let source: UnsafeBufferPointer<UInt8>
    let width: Int
    let height: Int

    /// Positions are whole numbers of 2^-32 pixels, so that stepping along a line adds no error
    /// that could be seen.
    private static let fractionBits: Int64 = 32

    /// Weights of this many bits: their product with a sample fits 32 bits, and rounding is below a
    /// quarter of a grey level.
    private static let weightBits: Int64 = 11

    /// Writes `count` RGB samples taken at `start`, `start + step`, and so on.
    @inline(__always)
    func sample(
        from start: (x: Double, y: Double),
        step: (x: Double, y: Double),
        count: Int,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        guard
            var x = Self.fixed(start.x), var y = Self.fixed(start.y),
            let stepX = Self.fixed(step.x), let stepY = Self.fixed(step.y)
        else { return }
        for index in 0..<count {
            let (column, row) = (Int(x >> Self.fractionBits), Int(y >> Self.fractionBits))
            let (fractionX, fractionY) = (Self.weight(x), Self.weight(y))
            if column >= 0, row >= 0, column < width &- 1, row < height &- 1 {
                blendInside(column, row, fractionX, fractionY, into: target, at: index &* 3)
            } else {
                blendAtEdge(column, row, fractionX, fractionY, into: target, at: index &* 3)
            }
            x &+= stepX
            y &+= stepY
        }
    }

    /// `nil` for positions so far away, or so little numbers, that nothing of the picture is there.
    private static func fixed(_ value: Double) -> Int64? {
        guard value.isFinite, abs(value) < Double(1 << 26) else { return nil }
        return Int64((value * Double(Int64(1) << fractionBits)).rounded())
    }

    @inline(__always)
    private static func weight(_ position: Int64) -> UInt32 {
        UInt32(
            truncatingIfNeeded: (position >> (fractionBits - weightBits)) & ((1 << weightBits) - 1)
        )
    }

    @inline(__always)
    private func blendInside(
        _ column: Int,
        _ row: Int,
        _ fractionX: UInt32,
        _ fractionY: UInt32,
        into target: UnsafeMutableBufferPointer<UInt8>,
        at offset: Int
    ) {
        let one = UInt32(1) << UInt32(Self.weightBits)
        let upper = (row &* width &+ column) &* 3
        let lower = upper &+ width &* 3
        for channel in 0..<3 {
            let above =
                UInt32(source[upper &+ channel]) &* (one &- fractionX)
                &+ UInt32(source[upper &+ 3 &+ channel]) &* fractionX
            let below =
                UInt32(source[lower &+ channel]) &* (one &- fractionX)
                &+ UInt32(source[lower &+ 3 &+ channel]) &* fractionX
            target[offset &+ channel] = Self.rounded(
                above &* (one &- fractionY) &+ below &* fractionY
            )
        }
    }

    /// The same, where some of the four neighbours lie outside and count as black.
    private func blendAtEdge(
        _ column: Int,
        _ row: Int,
        _ fractionX: UInt32,
        _ fractionY: UInt32,
        into target: UnsafeMutableBufferPointer<UInt8>,
        at offset: Int
    ) {
        guard column >= -1, row >= -1, column < width, row < height else { return }
        let one = UInt32(1) << UInt32(Self.weightBits)
        for channel in 0..<3 {
            var sum = UInt32(0)
            for (y, weightY) in [(row, one &- fractionY), (row + 1, fractionY)]
            where y >= 0 && y < height {
                for (x, weightX) in [(column, one &- fractionX), (column + 1, fractionX)]
                where x >= 0 && x < width {
                    sum &+= UInt32(source[(y * width + x) * 3 + channel]) &* weightX &* weightY
                }
            }
            target[offset + channel] = Self.rounded(sum)
        }
    }

    @inline(__always)
    private static func rounded(_ sum: UInt32) -> UInt8 {
        let bits = UInt32(2 * weightBits)
        return UInt8(truncatingIfNeeded: (sum &+ (1 << (bits - 1))) >> bits)
    }
}
