package import FaceTypes

/// How the brightness of a whole photo is spread.
package struct PhotoLight: Sendable, Hashable {
    /// The value that 2 % of the samples lie below, 0...255.
    package let low: Float

    /// The value that 2 % of the samples lie above.
    package let high: Float

    /// Share of the samples that are all but white, 0...1.
    package let blownOut: Float

    /// Share of the samples that may lie below `low`, and above `high`.
    private static let outside = 0.02

    /// Photos that use more of the range than this are left as they are.
    private static let usedRangeMax: Float = 150

    /// Photos that use less of it than this show nothing.
    private static let usedRangeMin: Float = 8

    /// Where `high` comes to lie when the range is stretched.
    static let stretchedHigh: Float = 240

    /// Share of white above which faces lose their features; 1 LFW photo in 200 has more.
    private static let blownOutMax: Float = 0.2

    /// From this value on a sample counts as white.
    private static let white = 250

    /// Counts the samples of a photo, or of a small copy.
    package init(of picture: PixelImage) {
        var histogram = [Int](repeating: 0, count: 256)
        // Green alone stands for luma, and every fourth pixel is plenty.
        for index in stride(from: 1, to: picture.pixels.count, by: 12) {
            histogram[Int(picture.pixels[index])] += 1
        }
        let total = histogram.reduce(0, +)
        let clipped = Int(Double(total) * Self.outside)
        low = Float(Self.value(ofRank: clipped, in: histogram))
        high = Float(Self.value(ofRank: total - clipped - 1, in: histogram))
        blownOut = Float(histogram[Self.white...].reduce(0, +)) / Float(max(total, 1))
    }

    /// Whether stretching the range may show more.
    package var usesLittleRange: Bool {
        high - low <= Self.usedRangeMax && high - low >= Self.usedRangeMin
    }

    /// Whether much of the photo is white.
    package var isBlownOut: Bool { blownOut > Self.blownOutMax }

    /// Whether light is the likely reason when no face is seen: too little, or too much.
    package var isPoor: Bool { high < 80 || low > 120 || isBlownOut }

    private static func value(ofRank rank: Int, in histogram: [Int]) -> Int {
        var seen = 0
        for (value, count) in histogram.enumerated() {
            seen += count
            if seen > rank { return value }
        }
        return 255
    }
}
