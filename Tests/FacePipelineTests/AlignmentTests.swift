import FacePipeline
import FaceTypes
import Imaging
import ModelPacks
import Testing

@Suite struct AlignmentTests {
    private func aligner(_ chip: EmbedderSpec.Chip, edge: Int = 128) -> FaceAligner {
        FaceAligner(
            EmbedderSpec(
                graph: "",
                edge: edge,
                input: TestPacks.raw,
                chip: chip,
                template: TestPacks.retailTemplate,
                dimension: 1,
                centre: nil,
                thresholds: MatchThresholds(fmr1e3: 0, fmr1e4: 0, fmr1e5: 0)
            )
        )
    }

    /// A grey ramp, so that every sample tells where it came from.
    private func ramp(width: Int, height: Int) -> PixelImage {
        var picture = PixelImage(width: width, height: height)
        picture.withMutablePixels { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    pixels[3 * (y * width + x)] = UInt8(x * 255 / width)
                    pixels[3 * (y * width + x) + 1] = UInt8(y * 255 / height)
                }
            }
        }
        return picture
    }

    @Test func `points on the template leave the picture as it is`() throws {
        let picture = ramp(width: 128, height: 128)
        var pyramid = ImagePyramid(picture)
        let face = try aligner(.similarity).align(TestPacks.retailTemplate, in: &pyramid)
        #expect(face.image == picture)
    }

    @Test(arguments: [Float(0.7), 1.9, 3.3, 7.1])
    func `a face of any size lands on the template`(scale: Float) throws {
        let edge = Int(160 * scale)
        let picture = ramp(width: edge, height: edge)
        let points = TestPacks.retailTemplate.map {
            Point(x: ($0.x + 10) * scale, y: ($0.y + 20) * scale)
        }
        var pyramid = ImagePyramid(picture)
        let face = try aligner(.similarity).align(points, in: &pyramid)
        for (x, y) in [(20, 30), (64, 64), (110, 100)] {
            let wanted = (Float(x) + 10) * scale * 255 / Float(edge)
            #expect(abs(Float(face.image.pixels[3 * (y * 128 + x)]) - wanted) < 2)
            let down = (Float(y) + 20) * scale * 255 / Float(edge)
            #expect(abs(Float(face.image.pixels[3 * (y * 128 + x) + 1]) - down) < 2)
        }
    }

    @Test func `points in one spot are refused`() {
        var pyramid = ImagePyramid(PixelImage(width: 50, height: 50))
        let points = [Point](repeating: Point(x: 20, y: 20), count: 5)
        #expect(throws: PipelineError.self) { try aligner(.similarity).align(points, in: &pyramid) }
    }

    @Test func `a chip is halved as often as dlib would`() {
        #expect(DlibChip.halvings(forScale: 0.8) == 0)
        #expect(DlibChip.halvings(forScale: 1.99) == 0)
        #expect(DlibChip.halvings(forScale: 2.5) == 1)
        #expect(DlibChip.halvings(forScale: 4.5) == 2)
    }

    @Test func `a chip's outer pixels lie on the corners of dlib's rectangle`() {
        let fit = SimilarityTransform(cosine: 2, sine: 0, shiftX: 100, shiftY: 50)
        let transform = DlibChip.transform(fitting: fit, edge: 150)
        let first = transform.apply(x: 0, y: 0)
        let last = transform.apply(x: 149, y: 149)
        // Centre (250, 200), side 300 counted with its last pixel.
        #expect(abs(first.x - 100.5) < 1e-9 && abs(first.y - 50.5) < 1e-9)
        #expect(abs(last.x - 399.5) < 1e-9 && abs(last.y - 349.5) < 1e-9)
    }

    @Test func `dlib's pyramid keeps an even area even`() {
        let half = PixelImage(width: 21, height: 16, grey: 77).halvedAsDlib()
        #expect((half.width, half.height) == (9, 6))
        #expect(half.pixels.allSatisfy { $0 == 77 })
    }

    @Test func `a large face's chip shows what a small one's does`() throws {
        let picture = ramp(width: 900, height: 900)
        let points = TestPacks.retailTemplate.map { Point(x: $0.x * 6 + 50, y: $0.y * 6 + 40) }
        var pyramid = ImagePyramid(picture)
        let chip = try aligner(.dlib).align(points, in: &pyramid)
        let plain = try aligner(.similarity).align(points, in: &pyramid)
        for index in stride(from: 0, to: chip.image.pixels.count, by: 301) {
            let difference = Int(chip.image.pixels[index]) - Int(plain.image.pixels[index])
            #expect(abs(difference) <= 3)
        }
    }
}
