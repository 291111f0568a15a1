import FaceTypes
import Imaging
import Testing

struct PerceptualHashTests {
    private func distance(_ first: PixelImage, _ second: PixelImage) -> Int {
        (perceptualHash(of: first) ^ perceptualHash(of: second)).nonzeroBitCount
    }

    /// Soft shapes of every coarse size, as photos have them.
    private let image = ImagingMaterial.noise(width: 12, height: 8, seed: 21)
        .resized(width: 300, height: 200)

    @Test func `another size and other light change few bits`() {
        #expect(distance(image, image.resized(width: 150, height: 100)) <= 4)
        #expect(distance(image, image.resized(width: 450, height: 300)) <= 4)
        let dimmed = PixelImage(
            width: 300,
            height: 200,
            pixels: image.pixels.map { UInt8(Int($0) * 3 / 4) }
        )
        #expect(distance(image, dimmed) <= 4)
    }

    @Test(ImagingMaterial.codecs) func `strong compression changes few bits`() throws {
        let copy = try decodeImage(encodeJPEG(image, quality: 30)).image
        #expect(distance(image, copy) <= 8)
    }

    @Test func `other pictures differ in about half the bits`() {
        var sum = 0
        for seed in 0..<50 {
            sum += distance(
                ImagingMaterial.noise(width: 64, height: 64, seed: UInt64(seed)),
                ImagingMaterial.noise(width: 64, height: 64, seed: UInt64(seed + 1000))
            )
        }
        #expect((28...36).contains(sum / 50))
    }

    @Test func `half the bits are set, and the value is the same on every machine`() {
        let hash = perceptualHash(of: image)
        #expect(hash.nonzeroBitCount == 32)
        #expect(hash == 0xF8CD_FD5B_800D_C113)
    }
}
