import FaceTypes
import Imaging
import Testing

@Suite(ImagingMaterial.codecs)
struct ShrinkTests {
    @Test(arguments: [
        (ImageFormat.jpeg, 3.0), (.png, 0.6), (.webp, 3), (.gif, 6), (.tiff, 0.6), (.heic, 3),
        (.avif, 3),
    ])
    func `a shrunk picture is the full one in small`(
        format: ImageFormat,
        tolerance: Double
    ) throws {
        let scene = ImagingMaterial.scene(width: 480, height: 300)
        let file = try EncodableSamples(scene).encoded(as: ImageEncoding(format, quality: 95))
        let small = try decodeImage(file, atLeastEdge: 120)
        #expect(small.fullWidth == 480 && small.fullHeight == 300)
        #expect(small.image.width == 120 && small.image.height == 75)
        let expected = scene.resized(width: 120, height: 75)
        #expect(small.image.meanDifference(from: expected) <= tolerance)
    }

    @Test(arguments: [1, 50, 99, 100, 101, 160, 161, 240, 479, 480, 481, 5000])
    func `the long edge never falls below what was asked`(edge: Int) throws {
        let scene = ImagingMaterial.scene(width: 301, height: 480)
        for format in [ImageFormat.jpeg, .png] {
            let file = try EncodableSamples(scene).encoded(as: ImageEncoding(format))
            let decoded = try decodeImage(file, atLeastEdge: edge)
            #expect(decoded.image.longEdge >= min(edge, 480))
            #expect(decoded.image.longEdge < 2 * max(edge, 240) || edge == 1)
            #expect(decoded.fullWidth == 301 && decoded.fullHeight == 480)
        }
    }

    @Test func `rows and columns beyond the last whole square are not lost`() throws {
        let grey = PixelImage(width: 103, height: 47, grey: 77)
        let small = try decodeImage(encodePNG(grey), atLeastEdge: 10).image
        #expect(small == PixelImage(width: 10, height: 4, grey: 77))
    }

    @Test func `a picture one pixel high can be shrunk`() throws {
        let line = ImagingMaterial.scene(width: 400, height: 1)
        #expect(try decodeImage(encodePNG(line), atLeastEdge: 10).image.height == 1)
        #expect(try decodeImage(encodeJPEG(line), atLeastEdge: 10).image.height == 1)
    }
}
