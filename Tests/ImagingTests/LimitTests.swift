import FaceTypes
import Imaging
import Testing

@Suite(ImagingMaterial.codecs)
struct LimitTests {
    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
                value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
            }
        }
    }

    private func chunk(_ name: String, _ payload: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + payload
        return bigEndian(UInt32(payload.count)) + body + bigEndian(checksum(body))
    }

    private func bigEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    /// A PNG that promises much and holds next to nothing.
    private func hollowPNG(width: UInt32, height: UInt32) -> [UInt8] {
        let header = bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunk("IDAT", [0x78, 0x9C, 0x63, 0x60, 0, 0]) + chunk("IEND", [])
    }

    @Test func `a PNG of 60,000 pixels a side is refused from its header`() {
        let limits = DecodeLimits()
        #expect(throws: ImagingError.tooLarge(width: 60_000, height: 60_000, limits: limits)) {
            try decodeImage(hollowPNG(width: 60_000, height: 60_000))
        }
        let text = ImagingError.tooLarge(width: 60_000, height: 50, limits: limits).description
        #expect(text.contains("60000x50") && text.contains("20000"))
    }

    @Test func `a long thin picture is refused for its side alone`() {
        #expect(throws: ImagingError.tooLarge(width: 20_001, height: 2, limits: DecodeLimits())) {
            try decodeImage(hollowPNG(width: 20_001, height: 2))
        }
    }

    @Test(arguments: [ImageFormat.jpeg, .png, .webp, .gif, .tiff, .heic, .avif])
    func `limits can be set and hold for every format, shrinking or not`(
        format: ImageFormat
    ) throws {
        let scene = ImagingMaterial.scene(width: 200, height: 100)
        let file = try EncodableSamples(scene).encoded(as: ImageEncoding(format))
        let pixels = DecodeLimits(pixelsMax: 19_999)
        let edge = DecodeLimits(edgePixelsMax: 199)
        for limits in [pixels, edge] {
            for atLeastEdge in [nil, 20] {
                #expect(throws: ImagingError.tooLarge(width: 200, height: 100, limits: limits)) {
                    try decodeImage(file, limits: limits, atLeastEdge: atLeastEdge)
                }
            }
        }
        let enough = DecodeLimits(pixelsMax: 20_000, edgePixelsMax: 200, bytesMax: file.count)
        #expect(try decodeImage(file, limits: enough).image.width == 200)
    }

    @Test func `a file of too many bytes is not even looked at`() {
        let limits = DecodeLimits(bytesMax: 10)
        #expect(throws: ImagingError.tooManyBytes(found: 11, limit: 10)) {
            try decodeImage([UInt8](repeating: 7, count: 11), limits: limits)
        }
    }

    @Test func `a JPEG of very many scans is refused`() throws {
        var encoding = ImageEncoding(.jpeg)
        encoding.isInterlaced = true
        let scene = ImagingMaterial.scene(width: 64, height: 64)
        let jpeg = try EncodableSamples(scene).encoded(as: encoding)
        let lastScan = try #require(
            jpeg.indices.dropLast().last { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xDA }
        )
        let scan = jpeg[lastScan..<jpeg.count - 2]
        let bomb = jpeg[..<lastScan] + Array(repeating: scan, count: 200).joined() + [0xFF, 0xD9]
        let error = try #require(throws: ImagingError.self) { try decodeImage(Array(bomb)) }
        #expect(error.description.contains("scans; the limit is 100"))
    }
}
