import FaceTypes
import Imaging
import Testing

@Suite(ImagingMaterial.codecs)
struct DamageTests {
    private static let scene = ImagingMaterial.noise(width: 320, height: 240, seed: 9)

    private func file(_ format: ImageFormat) throws -> [UInt8] {
        try EncodableSamples(Self.scene).encoded(as: ImageEncoding(format, quality: 95))
    }

    @Test(arguments: [ImageFormat.jpeg, .png, .webp, .gif, .tiff, .heic, .avif])
    func `a file cut short is refused by name, shrinking or not`(format: ImageFormat) throws {
        let whole = try file(format)
        for kept in [whole.count / 3, whole.count * 2 / 3, whole.count - 40] {
            for edge in [nil, 40] {
                let error = try #require(throws: ImagingError.self, "\(kept) bytes") {
                    try decodeImage(Array(whole[..<kept]), atLeastEdge: edge)
                }
                #expect(error.description.hasPrefix("The \(format) file is damaged"))
                #expect(error.description.contains("it ends early"), "\(error)")
            }
        }
    }

    @Test(arguments: [0.4, 0.7])
    func `the row a JPEG ends at is told in full size rows`(share: Double) throws {
        let whole = try file(.jpeg)
        let cut = Array(whole[..<Int(Double(whole.count) * share)])
        for (edge, shrink) in [(nil, 1), (160, 2), (80, 4)] {
            let error = try #require(throws: ImagingError.self) {
                try decodeImage(cut, atLeastEdge: edge)
            }
            guard case .damaged(.jpeg, .cutShort(let rows, 240)) = error else {
                Issue.record("\(error)")
                return
            }
            // Rows are read in blocks of 16, and a codec looks a block ahead.
            #expect(abs(Double(rows) - 240 * share) < Double(shrink) * 32)
        }
    }

    @Test func `a JPEG with a piece missing in the middle is refused`() throws {
        let whole = try file(.jpeg)
        let holed = whole[..<(whole.count / 2)] + whole[(whole.count / 2 + 5000)...]
        let error = try #require(throws: ImagingError.self) { try decodeImage(Array(holed)) }
        #expect(error.description.contains("picture data is broken"))
    }

    @Test(arguments: [ImageFormat.png, .tiff])
    func `changed bytes in compressed rows are noticed`(format: ImageFormat) throws {
        var bytes = try file(format)
        for offset in 0..<60 { bytes[bytes.count / 2 + offset] ^= 0x5A }
        let error = try #require(throws: ImagingError.self) { try decodeImage(bytes) }
        #expect(error.description.contains("broken"), "\(error)")
    }

    @Test func `a sloppy but whole JPEG is read`() throws {
        let whole = try file(.jpeg)
        let expected = try decodeImage(whole).image
        let trailed = whole + [UInt8](repeating: 0xAB, count: 5000)
        #expect(try decodeImage(trailed).image == expected)
        let padded = Array(whole[..<20]) + [0, 0, 0] + Array(whole[20...])
        #expect(try decodeImage(padded).image == expected)
    }

    @Test(arguments: [ImageFormat.jpeg, .png, .webp, .gif, .tiff, .heic, .avif])
    func `random damage gives a picture or an error, never a crash`(format: ImageFormat) throws {
        let small = ImagingMaterial.scene(width: 40, height: 30)
        let whole = try EncodableSamples(small).encoded(as: ImageEncoding(format))
        var random = SeededGenerator(seed: 11)
        let limits = DecodeLimits(pixelsMax: 4_000_000)
        var refused = 0
        for _ in 0..<150 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                bytes.removeLast(Int.random(in: 0..<20, using: &random))
            }
            do throws(ImagingError) {
                let decoded = try decodeImage(bytes, limits: limits)
                #expect(
                    decoded.image.pixels.count == decoded.image.width * decoded.image.height * 3
                )
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }
}
