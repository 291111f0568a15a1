import FacePipeline
import FaceTypes
import Hashing
import ModelPacks
import Testing

@Suite struct LandmarkPredictorTests {
    /// One cascade of one tree of depth 1 over two points: a pixel right of the first point is
    /// compared with one right of the second.
    private func model() throws -> LandmarkPredictorModel {
        var bytes = Array("SMBLMARK".utf8)
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
        }
        // Version, points, cascades, trees, depth, features.
        for size in [1, 2, 1, 1, 1, 2] as [UInt32] { append(size) }
        // Where the points start.
        for value in [0.25, 0.5, 0.75, 0.5] as [Float] { append(value.bitPattern) }
        // Anchors; first and second feature of the only split.
        for index in [0, 1, 0, 1] as [Int16] { append(index) }
        // Offsets of both features; the split's threshold; leaves: greater, then not.
        for value in [0.1, 0, 0.1, 0, 20, 0.1, 0, 0, 0, 0, 0, 0, 0.2] as [Float] {
            append(value.bitPattern)
        }
        return try LandmarkPredictorModel(bytes: bytes + sha256(bytes).bytes)
    }

    /// Light left of a column, dark from there on.
    private func picture(lightUpTo column: Int, level: UInt8 = 200) -> PixelImage {
        var picture = PixelImage(width: 60, height: 40)
        picture.withMutablePixels { pixels in
            for index in pixels.indices where index / 3 % 60 < column { pixels[index] = level }
        }
        return picture
    }

    private let box = Box(x: 10, y: 5, width: 41, height: 21)

    @Test func `a light first pixel takes the first leaf`() throws {
        // Points at x = 10 + .25 * 40 = 20 and 40; pixels at 24 and 44; y = 5 + .5 * 20 = 15.
        let points = LandmarkPredictor(try model()).points(in: box, of: picture(lightUpTo: 30))
        #expect(points == [Point(x: 24, y: 15), Point(x: 40, y: 15)])
    }

    @Test func `equal pixels take the second leaf`() throws {
        let points = LandmarkPredictor(try model()).points(in: box, of: picture(lightUpTo: 60))
        #expect(points == [Point(x: 20, y: 15), Point(x: 40, y: 19)])
    }

    @Test func `a difference at the threshold is not above it`() throws {
        let points = LandmarkPredictor(try model())
            .points(in: box, of: picture(lightUpTo: 30, level: 20))
        #expect(points == [Point(x: 20, y: 15), Point(x: 40, y: 19)])
    }

    @Test func `pixels beyond the picture are black`() throws {
        let outside = Box(x: 500, y: 500, width: 41, height: 21)
        let points = LandmarkPredictor(try model()).points(in: outside, of: picture(lightUpTo: 60))
        #expect(points == [Point(x: 510, y: 510), Point(x: 530, y: 514)])
    }
}
