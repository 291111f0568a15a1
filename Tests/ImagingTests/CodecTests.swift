import FaceTypes
import Imaging
import Testing

@Suite(ImagingMaterial.codecs)
struct CodecTests {
    private let scene = ImagingMaterial.scene(width: 96, height: 64)

    private func samples(bands: Int, _ value: (Int, Int, Int) -> UInt8) -> [UInt8] {
        (0..<64).flatMap { y in
            (0..<96).flatMap { x in (0..<bands).map { value(x, y, $0) } }
        }
    }

    @Test(arguments: [
        (ImageFormat.jpeg, 3.0), (.png, 0), (.webp, 4), (.tiff, 0), (.heic, 4), (.avif, 4),
        (.gif, 6),
    ])
    func `a picture written here is read back alike`(
        format: ImageFormat,
        tolerance: Double
    ) throws {
        let file = try EncodableSamples(scene).encoded(as: ImageEncoding(format, quality: 95))
        let decoded = try decodeImage(file)
        #expect(decoded.format == format)
        #expect(try imageFormat(of: file) == format)
        #expect(decoded.fullWidth == 96 && decoded.fullHeight == 64)
        #expect(decoded.image.meanDifference(from: scene) <= tolerance)
    }

    @Test func `the public encoders write what they say`() throws {
        #expect(try decodeImage(encodePNG(scene)).image == scene)
        #expect(try decodeImage(encodeJPEG(scene)).image.meanDifference(from: scene) < 4)
        #expect(try decodeImage(encodeWebP(scene)).image.meanDifference(from: scene) < 5)
        #expect(try encodeJPEG(scene, quality: 30).count < encodeJPEG(scene, quality: 95).count)
        #expect(try encodeWebP(scene, quality: 20).count < encodeWebP(scene, quality: 95).count)
    }

    @Test(arguments: [ImageFormat.jpeg, .png])
    func `several passes over a picture change nothing`(format: ImageFormat) throws {
        var encoding = ImageEncoding(format, quality: 95)
        let once = try EncodableSamples(scene).encoded(as: encoding)
        encoding.isInterlaced = true
        let interlaced = try EncodableSamples(scene).encoded(as: encoding)
        #expect(interlaced != once)
        #expect(try decodeImage(interlaced).image == decodeImage(once).image)
    }

    @Test func `a CMYK JPEG comes out in the same colours`() throws {
        var encoding = ImageEncoding(.jpeg, quality: 95)
        encoding.isCMYK = true
        let grey = PixelImage(width: 96, height: 64, grey: 128)
        let decoded = try decodeImage(EncodableSamples(grey).encoded(as: encoding))
        #expect(decoded.image.meanDifference(from: grey) < 12)
        let coloured = try decodeImage(EncodableSamples(scene).encoded(as: encoding))
        // Ink cannot print every colour of a screen, so colours move; they must not invert.
        #expect(coloured.image.meanDifference(from: scene) < 40)
    }

    @Test(arguments: [ImageFormat.jpeg, .png, .tiff, .webp])
    func `grey pictures become equal red, green and blue`(format: ImageFormat) throws {
        let grey = samples(bands: 1) { x, y, _ in UInt8(x + y) }
        let file = try EncodableSamples(width: 96, height: 64, bands: 1, samples: grey)
            .encoded(as: ImageEncoding(format, quality: 98))
        let image = try decodeImage(file).image
        let expected = PixelImage(width: 96, height: 64, pixels: grey.flatMap { [$0, $0, $0] })
        #expect(image.meanDifference(from: expected) < 3)
    }

    @Test(arguments: [ImageFormat.png, .tiff])
    func `sixteen bits are rounded to eight`(format: ImageFormat) throws {
        let wide = (0..<96 * 64 * 3).map { UInt16(truncatingIfNeeded: $0 * 7) }
        let file = try EncodableSamples(width: 96, height: 64, bands: 3, samples: wide)
            .encoded(as: ImageEncoding(format))
        let expected = wide.map { UInt8((Double($0) / 257).rounded()) }
        #expect(try decodeImage(file).image.pixels == expected)
    }

    @Test(arguments: [2, 4])
    func `transparency is laid on white`(bands: Int) throws {
        let alphas: [UInt8] = [0, 51, 128, 255]
        let file = try EncodableSamples(
            width: 96,
            height: 64,
            bands: bands,
            samples: samples(bands: bands) { x, y, band in
                band == bands - 1 ? alphas[x / 24] : 40
            }
        ).encoded(as: ImageEncoding(.png))
        let image = try decodeImage(file).image
        for (index, alpha) in alphas.enumerated() {
            let laid = (Double(alpha) * 40 + Double(255 - alpha) * 255) / 255
            #expect(
                image.colour(index * 24 + 12, 32)
                    == .init(repeating: UInt8(laid.rounded()), count: 3)
            )
        }
    }

    @Test func `transparency of sixteen bits is laid on white`() throws {
        let wide = (0..<96 * 64 * 4).map { UInt16($0 % 4 == 3 ? 32_768 : 0) }
        let file = try EncodableSamples(width: 96, height: 64, bands: 4, samples: wide)
            .encoded(as: ImageEncoding(.png))
        let image = try decodeImage(file).image
        #expect(image.greatestDifference(from: PixelImage(width: 96, height: 64, grey: 127)) <= 1)
    }

    @Test(arguments: [ImageFormat.webp, .heic, .avif, .tiff])
    func `transparency is laid on white whatever the format`(format: ImageFormat) throws {
        let clear = samples(bands: 4) { _, _, band in band == 3 ? 0 : 10 }
        let file = try EncodableSamples(width: 96, height: 64, bands: 4, samples: clear)
            .encoded(as: ImageEncoding(format, quality: 95))
        let image = try decodeImage(file).image
        #expect(image.meanDifference(from: PixelImage(width: 96, height: 64, grey: 255)) < 3)
    }
}
