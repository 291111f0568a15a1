import FaceTypes
import Foundation
import Imaging
import TestSupport
import Testing

/// The direct way to the JPEG codec against the way through libvips.
@Suite(ImagingMaterial.codecs, ImagingMaterial.directJPEG)
struct TurboJPEGTests {
    @Test(arguments: [(1, 1), (7, 5), (64, 48), (301, 480), (640, 480), (1023, 17)])
    func `pixels are those of libvips at every shrink`(width: Int, height: Int) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let scene = ImagingMaterial.noise(width: width, height: height, seed: seed)
            for quality in [30, 75, 100] {
                let file = try EncodableSamples(scene)
                    .encoded(as: ImageEncoding(.jpeg, quality: quality))
                for edge in [nil, 1, 8, 40, 100, 160, 240, 400] {
                    let direct = Self.outcome { try decodeImage(file, atLeastEdge: edge) }
                    let reference = Self.outcome {
                        try decodeImageByReference(file, atLeastEdge: edge)
                    }
                    #expect(direct == reference, "\(edge ?? 0) of quality \(quality)")
                }
            }
        }
    }

    @Test func `progressive, grey and CMYK files come out the same`() throws {
        let scene = ImagingMaterial.scene(width: 203, height: 150)
        var progressive = ImageEncoding(.jpeg)
        progressive.isInterlaced = true
        var cmyk = ImageEncoding(.jpeg)
        cmyk.isCMYK = true
        let files = [
            try EncodableSamples(scene).encoded(as: progressive),
            try EncodableSamples(scene).encoded(as: cmyk),
            try encodeJPEG(PixelImage(width: 60, height: 40, grey: 200)),
        ]
        for file in files {
            #expect(
                Self.outcome { try decodeImage(file) }
                    == Self.outcome { try decodeImageByReference(file) }
            )
        }
    }

    @Test(arguments: 0...9)
    func `an orientation is obeyed alike, known or not`(orientation: Int) throws {
        let scene = ImagingMaterial.scene(width: 90, height: 50)
        let plain = try EncodableSamples(scene).encoded(as: ImageEncoding(.jpeg, quality: 95))
        for isLittle in [true, false] {
            let file = Self.marked(plain, orientation: orientation, isLittle: isLittle)
            #expect(
                Self.outcome { try decodeImage(file) }
                    == Self.outcome { try decodeImageByReference(file) }
            )
        }
        let turned = Self.marked(plain, orientation: orientation, isLittle: true)
        let decoded = try decodeImage(turned)
        #expect(decoded.fullWidth == (5...8 ~= orientation ? 50 : 90))
    }

    @Test func `damaged and hostile files end as they do with libvips`() throws {
        let scene = ImagingMaterial.noise(width: 80, height: 60, seed: 4)
        let whole = Self.marked(
            try EncodableSamples(scene).encoded(as: ImageEncoding(.jpeg, quality: 90)),
            orientation: 6,
            isLittle: false
        )
        var random = SeededGenerator(seed: 11)
        for _ in 0..<400 {
            var file = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 2..<min(file.count, 900), using: &random)
                file[place] = UInt8.random(in: .min ... .max, using: &random)
            }
            if Bool.random(using: &random) {
                file.removeLast(Int.random(in: 0..<file.count / 2, using: &random))
            }
            #expect(
                Self.outcome { try decodeImage(file) }
                    == Self.outcome { try decodeImageByReference(file) }
            )
        }
    }

    @Test(Material.requirement("faces/groups", "faces/known", "faces/formats"))
    func `real photos come out the same`() throws {
        let faces = URL(fileURLWithPath: Material.file("faces"))
        let paths = FileManager.default.enumerator(atPath: faces.path)?.allObjects as? [String]
        let photos = (paths ?? []).filter { $0.hasSuffix(".jpg") || $0.hasSuffix(".jpeg") }
        #expect(photos.count >= 25)
        for path in photos {
            let file = [UInt8](try Data(contentsOf: faces.appendingPathComponent(path)))
            for edge in [nil, 320, 1000] {
                #expect(
                    Self.outcome { try decodeImage(file, atLeastEdge: edge) }
                        == Self.outcome { try decodeImageByReference(file, atLeastEdge: edge) },
                    "\(path)"
                )
            }
        }
    }

    /// Short, so that a failure does not print a picture.
    private static func outcome(_ decode: () throws -> DecodedImage) -> String {
        do {
            let image = try decode()
            let picture = image.image
            return "\(image.fullWidth) x \(image.fullHeight), \(picture.width) x "
                + "\(picture.height), \(picture.pixels.hashValue)"
        } catch {
            return "\(error)"
        }
    }

    /// The file with an EXIF segment that says how it lies.
    private static func marked(_ file: [UInt8], orientation: Int, isLittle: Bool) -> [UInt8] {
        func number(_ value: Int, bytes: Int) -> [UInt8] {
            let ascending = (0..<bytes).map { UInt8(value >> (8 * $0) & 255) }
            return isLittle ? ascending : ascending.reversed()
        }
        var exif = Array("Exif\0\0".utf8) + Array((isLittle ? "II" : "MM").utf8)
        exif += number(42, bytes: 2) + number(8, bytes: 4) + number(1, bytes: 2)
        exif += number(274, bytes: 2) + number(3, bytes: 2) + number(1, bytes: 4)
        exif += number(orientation, bytes: 2) + number(0, bytes: 2) + number(0, bytes: 4)
        let length = exif.count + 2
        return Array(file[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + exif
            + Array(file[2...])
    }
}
