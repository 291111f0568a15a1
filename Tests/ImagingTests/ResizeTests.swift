import FaceTypes
import Imaging
import Testing

struct ResizeTests {
    /// For each new place the share every old place has, in floating point.
    private func shares(from old: Int, to new: Int) -> [[Double]] {
        (0..<new).map { place in
            var weights = [Double](repeating: 0, count: old)
            let ratio = Double(old) / Double(new)
            if new < old {
                for index in 0..<old {
                    let low = max(Double(index), Double(place) * ratio)
                    let high = min(Double(index + 1), Double(place + 1) * ratio)
                    weights[index] = max(0, high - low) / ratio
                }
            } else {
                let exact = min(max((Double(place) + 0.5) * ratio - 0.5, 0), Double(old - 1))
                let first = Int(exact)
                weights[first] += 1 - (exact - Double(first))
                if first + 1 < old { weights[first + 1] += exact - Double(first) }
            }
            return weights
        }
    }

    private func slowlyResized(_ image: PixelImage, width: Int, height: Int) -> PixelImage {
        let columns = shares(from: image.width, to: width)
        let rows = shares(from: image.height, to: height)
        var samples: [UInt8] = []
        for row in rows {
            for column in columns {
                for channel in 0..<3 {
                    var sum = 0.0
                    for (y, down) in row.enumerated() where down > 0 {
                        for (x, across) in column.enumerated() where across > 0 {
                            let sample = image.pixels[(y * image.width + x) * 3 + channel]
                            sum += Double(sample) * down * across
                        }
                    }
                    samples.append(UInt8(min(255, sum.rounded())))
                }
            }
        }
        return PixelImage(width: width, height: height, pixels: samples)
    }

    @Test(arguments: [
        (20, 15), (40, 30), (27, 11), (1, 1), (41, 29), (80, 60), (97, 64), (7, 90), (200, 3),
        (13, 30), (40, 9),
    ])
    func `the fast resize agrees with the slow one to a grey level`(width: Int, height: Int) {
        let image = ImagingMaterial.noise(width: 40, height: 30, seed: 12)
        let fast = image.resized(width: width, height: height)
        let slow = slowlyResized(image, width: width, height: height)
        #expect(fast.greatestDifference(from: slow) <= 1)
    }

    @Test func `pictures of one pixel and of one row are resized`() {
        let dot = PixelImage(width: 1, height: 1, pixels: [1, 2, 3])
        #expect(
            dot.resized(width: 3, height: 2).pixels
                == (0..<6).flatMap { _ in [1, 2, 3] as [UInt8] }
        )
        let row = ImagingMaterial.noise(width: 31, height: 1, seed: 1)
        let slow = slowlyResized(row, width: 10, height: 4)
        #expect(row.resized(width: 10, height: 4).greatestDifference(from: slow) <= 1)
    }

    @Test(arguments: [0, 1, 127, 128, 254, 255] as [UInt8])
    func `an even picture keeps its grey level exactly`(grey: UInt8) {
        let image = PixelImage(width: 61, height: 47, grey: grey)
        for (width, height) in [(30, 20), (7, 5), (122, 94), (200, 11), (60, 47)] {
            let expected = PixelImage(width: width, height: height, grey: grey)
            #expect(image.resized(width: width, height: height) == expected)
        }
    }

    @Test func `the same size is the same picture`() {
        let image = ImagingMaterial.noise(width: 9, height: 8, seed: 1)
        #expect(image.resized(width: 9, height: 8) == image)
    }
}
