public import FaceTypes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A 64-bit fingerprint of what a picture looks like: copies that were scaled, recompressed or
/// slightly recoloured differ in few bits, other pictures in about half.
///
/// The picture is made grey (BT.601) and 32 x 32 by area averages; of its two-dimensional cosine
/// transform the 8 x 8 lowest frequencies without the constant row and column are compared with
/// their median, row by row, the first in the highest bit. After C. Zauner, *Implementation and
/// Benchmarking of Perceptual Image Hash Functions*, 2010 (pHash).
/// - Complexity: O(pixels).
public func perceptualHash(of image: PixelImage) -> UInt64 {
    let frequencies = lowFrequencies(of: greyLevels(of: image))
    let sorted = frequencies.sorted()
    let median = (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
    var hash = UInt64(0)
    for frequency in frequencies { hash = hash << 1 | (frequency > median ? 1 : 0) }
    return hash
}

private let side = 32
private let kept = 8

private func greyLevels(of image: PixelImage) -> [Double] {
    let samples = image.resized(width: side, height: side).pixels
    return stride(from: 0, to: samples.count, by: 3).map { pixel in
        let red = 0.299 * Double(samples[pixel])
        let green = 0.587 * Double(samples[pixel + 1])
        let blue = 0.114 * Double(samples[pixel + 2])
        return red + green + blue
    }
}

/// Frequencies 1 to 8 down by 1 to 8 across of the type II cosine transform, row by row; the common
/// factor is left out, as only their order counts.
private func lowFrequencies(of grey: [Double]) -> [Double] {
    let waves: [[Double]] = (1...kept).map { frequency in
        (0..<side).map { place in
            cos(Double.pi * (Double(place) + 0.5) * Double(frequency) / Double(side))
        }
    }
    var result: [Double] = []
    for down in waves {
        // One blended row first, so that the sum across is taken once for each frequency down.
        let row = (0..<side).map { x in weightedSum(down) { grey[$0 * side + x] } }
        for across in waves { result.append(weightedSum(across) { row[$0] }) }
    }
    return result
}

private func weightedSum(_ weights: [Double], of value: (Int) -> Double) -> Double {
    var sum = 0.0
    for index in weights.indices { sum += weights[index] * value(index) }
    return sum
}
