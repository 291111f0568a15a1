import FaceTypes
import Imaging
import Testing

struct WarpTests {
    /// Bilinear sampling as a textbook has it, black outside.
    private func slowlyWarped(
        _ image: PixelImage,
        by transform: SimilarityTransform,
        edge: Int
    ) -> PixelImage {
        func sample(_ x: Int, _ y: Int, _ channel: Int) -> Double {
            guard x >= 0, y >= 0, x < image.width, y < image.height else { return 0 }
            return Double(image.pixels[(y * image.width + x) * 3 + channel])
        }
        let back = transform.inverse
        let samples = (0..<edge * edge * 3).map { index in
            let at = back.apply(x: Double(index / 3 % edge), y: Double(index / 3 / edge))
            let (left, top) = (Int(at.x.rounded(.down)), Int(at.y.rounded(.down)))
            let (dx, dy) = (at.x - at.x.rounded(.down), at.y - at.y.rounded(.down))
            let upper =
                sample(left, top, index % 3) * (1 - dx) + sample(left + 1, top, index % 3) * dx
            let lower =
                sample(left, top + 1, index % 3) * (1 - dx)
                + sample(left + 1, top + 1, index % 3) * dx
            return UInt8((upper * (1 - dy) + lower * dy).rounded())
        }
        return PixelImage(width: edge, height: edge, pixels: samples)
    }

    @Test func `the fast warp agrees with the slow one to a grey level`() {
        let image = ImagingMaterial.noise(width: 90, height: 70, seed: 4)
        var random = SeededGenerator(seed: 8)
        for _ in 0..<60 {
            let transform = SimilarityTransform(
                cosine: .random(in: -2...2, using: &random),
                sine: .random(in: -2...2, using: &random),
                shiftX: .random(in: -60...60, using: &random),
                shiftY: .random(in: -60...60, using: &random)
            )
            let fast = image.warped(by: transform, edge: 64)
            let slow = slowlyWarped(image, by: transform, edge: 64)
            #expect(fast.greatestDifference(from: slow) <= 1)
        }
    }

    @Test func `no change leaves the pixels and a shift moves them`() {
        let image = ImagingMaterial.noise(width: 50, height: 50, seed: 2)
        #expect(image.warped(by: .identity, edge: 50) == image)
        let shift = SimilarityTransform(cosine: 1, sine: 0, shiftX: -3, shiftY: 4)
        let moved = image.warped(by: shift, edge: 50)
        #expect(moved.colour(10, 10) == image.colour(13, 6))
        #expect(moved.colour(10, 3) == [0, 0, 0] && moved.colour(47, 10) == [0, 0, 0])
    }

    @Test func `a transform from far away or of no sense gives black`() {
        let image = ImagingMaterial.noise(width: 20, height: 20, seed: 2)
        let far = SimilarityTransform(cosine: 1, sine: 0, shiftX: 1e12, shiftY: 0)
        let tiny = SimilarityTransform(cosine: 1e-12, sine: 0, shiftX: 0, shiftY: 0)
        let black = PixelImage(width: 16, height: 16)
        #expect(image.warped(by: far, edge: 16) == black)
        #expect(image.warped(by: tiny, edge: 16).pixels.count == black.pixels.count)
    }
}
