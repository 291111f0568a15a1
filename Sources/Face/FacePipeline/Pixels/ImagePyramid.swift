package import FaceTypes

/// A picture and its halvings, made when first asked for.
///
/// Bilinear sampling skips pixels when a picture is shrunk to less than half; taking the samples
/// from a halved copy keeps small structures without a costly filter.
package struct ImagePyramid {
    /// A picture or a halved copy of it.
    package struct Level {
        /// The pixels.
        package let image: PixelImage

        /// Size relative to the picture: 1, 1/2, 1/4...
        package let scale: Float
    }

    /// The picture first, then each half as large as the one before.
    private var levels: [PixelImage]

    /// Starts with the picture alone.
    package init(_ picture: PixelImage) {
        levels = [picture]
    }

    /// The picture itself.
    package var picture: PixelImage { levels[0] }

    /// The copy to sample from when the picture is to appear `scale` times as large.
    ///
    /// - Returns: The smallest copy that must not be enlarged for that.
    package mutating func level(forScale scale: Float) -> Level {
        var index = 0
        var remaining = scale
        while remaining < 0.5, canHalve(index) {
            remaining *= 2
            index += 1
            if index == levels.count { levels.append(levels[index - 1].halved()) }
        }
        return Level(image: levels[index], scale: 1 / Float(1 << index))
    }

    private func canHalve(_ index: Int) -> Bool {
        levels[index].width >= 4 && levels[index].height >= 4
    }
}

extension PixelImage {
    /// The picture at half size, each pixel the rounded mean of four; an odd last row or column is
    /// dropped.
    ///
    /// - Precondition: Both sides are at least 2.
    package func halved() -> PixelImage {
        precondition(width >= 2 && height >= 2)
        let wide = width / 2
        let high = height / 2
        let stride = width * 3
        let halves = [UInt8](unsafeUninitializedCapacity: wide * high * 3) { target, count in
            pixels.withUnsafeBufferPointer { source in
                withUnsafeTemporaryAllocation(of: UInt16.self, capacity: stride) { sums in
                    for row in 0..<high {
                        let upper = source.baseAddress.unsafelyUnwrapped + 2 * row * stride
                        let lower = upper + stride
                        for index in 0..<(wide * 6) {
                            sums[index] = UInt16(upper[index]) &+ UInt16(lower[index])
                        }
                        var at = row * wide * 3
                        for column in 0..<wide {
                            let from = column * 6
                            for channel in 0..<3 {
                                let sum = sums[from + channel] &+ sums[from + 3 + channel]
                                target[at + channel] = UInt8(truncatingIfNeeded: (sum &+ 2) >> 2)
                            }
                            at += 3
                        }
                    }
                }
            }
            count = wide * high * 3
        }
        return PixelImage(width: wide, height: high, pixels: halves)
    }
}
