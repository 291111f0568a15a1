import Foundation
import Imaging
import TestSupport
import Testing

@Suite(ImagingMaterial.codecs, Material.requirement("faces/formats"))
struct SampleFileTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: Material.file("faces/formats/\(name)"))))
    }

    @Test(arguments: [
        ("bmp", ImageFormat.bmp, 4.0), ("gif", .gif, 10), ("ico", .ico, 4), ("jpeg", .jpeg, 4),
        ("tiff", .tiff, 4), ("webp", .webp, 4),
    ])
    func `one portrait is the same in every format`(
        suffix: String,
        format: ImageFormat,
        tolerance: Double
    ) throws {
        let reference = try decodeImage(bytes("einstein.png"))
        let decoded = try decodeImage(bytes("einstein.\(suffix)"))
        #expect(decoded.format == format)
        #expect(decoded.fullWidth == reference.fullWidth)
        #expect(decoded.fullHeight == reference.fullHeight)
        #expect(decoded.image.meanDifference(from: reference.image) <= tolerance)
    }

    @Test func `every damaged sample is refused with its own message`() throws {
        let expected: [(String, ImagingError)] = [
            ("corrupted.png", .damaged(.png, .header)),
            ("truncated.jpg", .damaged(.jpeg, .cutShort(rows: 208, of: 225))),
            ("empty.png", .notAnImage(looksLike: "text")),
        ]
        for (name, error) in expected {
            #expect(throws: error, "\(name)") { try decodeImage(bytes(name)) }
        }
        #expect(Set(expected.map(\.1.description)).count == expected.count)
    }
}
