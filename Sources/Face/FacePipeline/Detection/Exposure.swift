package import FaceTypes

/// A stretch of brightness, so that faces in very dark or washed-out photos are seen at all.
package struct Exposure: Sendable, Hashable {
    /// The sample value that becomes black.
    let black: Float

    /// What samples are multiplied with after that.
    let gain: Float

    /// No stretch.
    package static let asTaken = Exposure(black: 0, gain: 1)

    /// Share of the pixels that may be darker than black, or lighter than white.
    static let clippedShare = 0.02

    /// Photos that use more of the range than this are left as they are.
    static let usedRangeMax: Float = 150

    /// Photos that use less of the range than this show nothing.
    static let usedRangeMin: Float = 8

    /// The stretch a photo needs, or `nil` when it uses the range well.
    package static func needed(by picture: PixelImage) -> Exposure? {
        var histogram = [Int](repeating: 0, count: 256)
        // Green alone stands for luma; every fourth pixel of a small copy is plenty.
        for index in stride(from: 1, to: picture.pixels.count, by: 12) {
            histogram[Int(picture.pixels[index])] += 1
        }
        let total = histogram.reduce(0, +)
        let clipped = Int(Double(total) * clippedShare)
        let low = Float(position(of: clipped, in: histogram))
        let high = Float(position(of: total - clipped - 1, in: histogram))
        guard high - low <= usedRangeMax, high - low >= usedRangeMin else { return nil }
        return Exposure(black: low, gain: 240 / (high - low))
    }

    private static func position(of rank: Int, in histogram: [Int]) -> Int {
        var seen = 0
        for (value, count) in histogram.enumerated() {
            seen += count
            if seen > rank { return value }
        }
        return 255
    }

    /// The same conversion of a stretched photo.
    func applied(to scaling: PixelScaling) -> PixelScaling {
        self == .asTaken ? scaling : scaling.stretched(black: black, gain: gain)
    }
}
