import FaceTypes
import Imaging
import Testing

@Suite(ImagingMaterial.codecs)
struct OrientationTests {
    /// Where the pixel at (x, y) of the upright picture is stored, straight from the table of the
    /// EXIF standard (where the stored row 0 and column 0 are seen).
    private func stored(_ x: Int, _ y: Int, width: Int, height: Int, orientation: Int) -> (Int, Int)
    {
        switch orientation {
        case 2: (width - 1 - x, y)
        case 3: (width - 1 - x, height - 1 - y)
        case 4: (x, height - 1 - y)
        case 5: (y, x)
        case 6: (y, width - 1 - x)
        case 7: (height - 1 - y, width - 1 - x)
        case 8: (height - 1 - y, x)
        default: (x, y)
        }
    }

    private func stored(_ upright: PixelImage, orientation: Int) -> PixelImage {
        let swaps = orientation >= 5
        var result = PixelImage(
            width: swaps ? upright.height : upright.width,
            height: swaps ? upright.width : upright.height
        )
        let width = result.width
        result.withMutablePixels { target in
            for y in 0..<upright.height {
                for x in 0..<upright.width {
                    let (column, row) = stored(
                        x,
                        y,
                        width: upright.width,
                        height: upright.height,
                        orientation: orientation
                    )
                    for (channel, value) in upright.colour(x, y).enumerated() {
                        target[(row * width + column) * 3 + channel] = value
                    }
                }
            }
        }
        return result
    }

    /// Puts an EXIF segment with nothing but the orientation behind a JPEG's first marker.
    private func tagged(_ jpeg: [UInt8], orientation: Int, bigEndian: Bool) -> [UInt8] {
        func field(_ value: Int, bytes: Int) -> [UInt8] {
            let little = (0..<bytes).map { UInt8(value >> (8 * $0) & 255) }
            return bigEndian ? little.reversed() : little
        }
        var tiff = Array((bigEndian ? "MM" : "II").utf8) + field(42, bytes: 2) + field(8, bytes: 4)
        tiff += field(1, bytes: 2)
        tiff += field(0x0112, bytes: 2) + field(3, bytes: 2) + field(1, bytes: 4)
        tiff += field(orientation, bytes: 2) + [0, 0]
        tiff += field(0, bytes: 4)
        let payload = Array("Exif".utf8) + [0, 0] + tiff
        let length = payload.count + 2
        let segment: [UInt8] = [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + payload
        return Array(jpeg[..<2]) + segment + Array(jpeg[2...])
    }

    @Test(arguments: 1...8)
    func `a photo is turned upright as its EXIF tag says`(orientation: Int) throws {
        let upright = ImagingMaterial.scene(width: 88, height: 56)
        let jpeg = try encodeJPEG(stored(upright, orientation: orientation), quality: 95)
        for bigEndian in [false, true] {
            let decoded = try decodeImage(
                tagged(jpeg, orientation: orientation, bigEndian: bigEndian)
            )
            #expect(decoded.fullWidth == 88 && decoded.fullHeight == 56)
            #expect(decoded.image.meanDifference(from: upright) < 3)
        }
    }

    @Test(arguments: 1...8)
    func `a photo that shrinks while it is read is turned as well`(orientation: Int) throws {
        let upright = ImagingMaterial.scene(width: 352, height: 224)
        let jpeg = try encodeJPEG(stored(upright, orientation: orientation), quality: 95)
        let decoded = try decodeImage(
            tagged(jpeg, orientation: orientation, bigEndian: false),
            atLeastEdge: 88
        )
        #expect(decoded.fullWidth == 352 && decoded.fullHeight == 224)
        #expect(decoded.image.meanDifference(from: upright.resized(width: 88, height: 56)) < 3)
    }

    @Test(arguments: [0, 9, 255])
    func `an impossible orientation leaves a photo as it is stored`(orientation: Int) throws {
        let scene = ImagingMaterial.scene(width: 88, height: 56)
        let jpeg = try encodeJPEG(scene, quality: 95)
        let decoded = try decodeImage(tagged(jpeg, orientation: orientation, bigEndian: false))
        #expect(decoded.image.meanDifference(from: scene) < 3)
    }

    @Test func `quarter turns go clockwise and four of them go nowhere`() {
        let scene = ImagingMaterial.noise(width: 70, height: 41, seed: 3)
        let turned = scene.rotated(quarterTurns: 1)
        #expect(turned.width == 41 && turned.height == 70)
        #expect(turned.colour(40, 0) == scene.colour(0, 0))
        #expect(turned.colour(0, 69) == scene.colour(69, 40))
        #expect(turned.rotated(quarterTurns: 1) == scene.rotated(quarterTurns: 2))
        #expect(turned.rotated(quarterTurns: -1) == scene)
        #expect(scene.rotated(quarterTurns: 3) == scene.rotated(quarterTurns: -1))
        #expect(scene.rotated(quarterTurns: 4) == scene)
    }
}
