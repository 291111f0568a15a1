import FacePipeline
import FaceTypes
import ModelPacks
import Testing

@Suite struct LookFrameTests {
    private let raw = PixelScaling(PixelInput(order: .rgb, mean: [0, 0, 0], scale: 1))

    /// A black picture with one white block of 4 x 4.
    private func picture(blockX: Int, blockY: Int) -> PixelImage {
        var picture = PixelImage(width: 64, height: 40)
        picture.withMutablePixels { pixels in
            for y in blockY..<(blockY + 4) {
                for x in blockX..<(blockX + 4) {
                    for channel in 0..<3 { pixels[3 * (y * 64 + x) + channel] = 255 }
                }
            }
        }
        return picture
    }

    private func centreOfLight(_ planes: PlanarImage) -> Point {
        var (sum, x, y): (Float, Float, Float) = (0, 0, 0)
        for row in 0..<planes.height {
            for column in 0..<planes.width {
                let value = planes.values[row * planes.width + column]
                sum += value
                x += value * (Float(column) + 0.5)
                y += value * (Float(row) + 0.5)
            }
        }
        return Point(x: x / sum, y: y / sum)
    }

    @Test(arguments: QuarterTurn.allCases, [Float(0.5), 1, 2])
    func `what is seen in a look is found again in the picture`(turn: QuarterTurn, scale: Float) {
        let picture = picture(blockX: 40, blockY: 10)
        let region = Box(x: 8, y: 4, width: 52, height: 32)
        let frame = LookFrame(region: region, scale: scale, turn: turn, canvas: .multiple(32))
        var pyramid = ImagePyramid(picture)
        let planes = PlanarImage(frame, of: pyramid.level(forScale: scale), scaling: raw)
        let seen = centreOfLight(planes)
        let candidate = Candidate(
            box: Box(x: seen.x - 1, y: seen.y - 1, width: 2, height: 2),
            landmarks: nil,
            score: 1
        )
        let found = frame.inPicture(candidate).box.centre
        #expect(abs(found.x - 42) < 0.02)
        #expect(abs(found.y - 12) < 0.02)
    }

    @Test func `the canvas around the part is black as the input counts it`() {
        let scaling = PixelScaling(
            PixelInput(order: .bgr, mean: [10, 20, 30], scale: 0.5)
        )
        let frame = LookFrame(
            region: Box(x: 0, y: 0, width: 10, height: 10),
            scale: 1,
            canvas: .square(12)
        )
        var pyramid = ImagePyramid(PixelImage(width: 10, height: 10, grey: 100))
        let planes = PlanarImage(frame, of: pyramid.level(forScale: 1), scaling: scaling)
        #expect(planes.values[0] == 45)
        #expect(planes.values[11] == -5)
        #expect(planes.values[144 + 11] == -10)
        #expect(planes.values[288 + 143] == -15)
    }

    @Test func `a part beyond the picture's edge is black there`() {
        let frame = LookFrame(
            region: Box(x: -10, y: -10, width: 20, height: 20),
            scale: 1,
            canvas: .content
        )
        var pyramid = ImagePyramid(PixelImage(width: 10, height: 10, grey: 200))
        let planes = PlanarImage(frame, of: pyramid.level(forScale: 1), scaling: raw)
        #expect(planes.values[0] == 0)
        #expect(planes.values[15 * 20 + 15] == 200)
    }

    @Test func `colour planes come in the order of the input`() {
        var picture = PixelImage(width: 2, height: 2)
        picture.withMutablePixels { for index in stride(from: 0, to: 12, by: 3) { $0[index] = 9 } }
        let frame = LookFrame(
            region: Box(x: 0, y: 0, width: 2, height: 2),
            scale: 1,
            canvas: .content
        )
        let bgr = PixelScaling(PixelInput(order: .bgr, mean: [0, 0, 0], scale: 1))
        var pyramid = ImagePyramid(picture)
        let planes = PlanarImage(frame, of: pyramid.level(forScale: 1), scaling: bgr)
        #expect(planes.values == [0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9])
        #expect(
            PlanarBatch([picture, picture], scaling: bgr).values == planes.values + planes.values
        )
    }

    @Test func `a canvas is rounded up to what the head needs`() {
        let region = Box(x: 0, y: 0, width: 640, height: 400)
        let wide = LookFrame(region: region, scale: 0.5, canvas: .multiple(64))
        #expect((wide.width, wide.height) == (320, 256))
        let turned = LookFrame(region: region, scale: 0.5, turn: .quarter, canvas: .multiple(64))
        #expect((turned.width, turned.height) == (256, 320))
        let square = LookFrame(region: region, scale: 0.25, canvas: .square(160))
        #expect((square.width, square.height) == (160, 160))
    }

    @Test func `halving takes the mean of four`() {
        var picture = PixelImage(width: 5, height: 4)
        picture.withMutablePixels { $0[0] = 100 }
        let half = picture.halved()
        #expect((half.width, half.height) == (2, 2))
        #expect(half.pixels[0] == 25)
    }

    @Test func `a pyramid gives the smallest copy that need not be enlarged`() {
        var pyramid = ImagePyramid(PixelImage(width: 1000, height: 800))
        #expect(pyramid.level(forScale: 1).scale == 1)
        #expect(pyramid.level(forScale: 0.5).scale == 1)
        #expect(pyramid.level(forScale: 0.49).scale == 0.5)
        #expect(pyramid.level(forScale: 0.1).scale == 0.125)
    }
}
