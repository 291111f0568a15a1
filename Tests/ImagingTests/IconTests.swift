import FaceTypes
import Imaging
import Testing

struct IconTests {
    private func bitmap(bits: Int, pixels: [UInt32], mask: [UInt8]) -> [UInt8] {
        var builder = BitmapBuilder()
        builder.bits = bits
        builder.pixels = pixels
        var header = builder.header
        header[8] = 6
        return header + builder.rows + mask
    }

    @Test func `an icon of 32 bits uses its alpha`() throws {
        let pixels = [0xFF10_2030] + [UInt32](repeating: 0x0010_2030, count: 14)
        let contents = bitmap(bits: 32, pixels: pixels, mask: [UInt8](repeating: 0, count: 12))
        let decoded = try decodeImage(
            BitmapBuilder.icon(width: 5, height: 3, contents: contents)
        )
        #expect(decoded.format == .ico)
        #expect(decoded.fullWidth == 5 && decoded.fullHeight == 3)
        #expect(decoded.image.colour(0, 0) == [0x10, 0x20, 0x30])
        #expect(decoded.image.colour(1, 0) == [255, 255, 255])
    }

    @Test func `an icon without alpha uses its mask`() throws {
        // Rows from the bottom: only the top row's second pixel is transparent.
        let mask: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0b0100_0000, 0, 0, 0]
        let contents = bitmap(
            bits: 24,
            pixels: [UInt32](repeating: 0x10_2030, count: 15),
            mask: mask
        )
        let image = try decodeImage(
            BitmapBuilder.icon(width: 5, height: 3, bits: 24, contents: contents)
        ).image
        #expect(image.colour(0, 0) == [0x10, 0x20, 0x30])
        #expect(image.colour(1, 0) == [255, 255, 255])
        #expect(image.colour(1, 1) == [0x10, 0x20, 0x30])
    }

    @Test(ImagingMaterial.codecs) func `an icon may hold a PNG`() throws {
        let scene = ImagingMaterial.scene(width: 64, height: 48)
        let icon = try BitmapBuilder.icon(width: 64, height: 48, contents: encodePNG(scene))
        let decoded = try decodeImage(icon)
        #expect(decoded.format == .ico && decoded.image == scene)
        let cut = Array(icon[..<(icon.count - 200)])
        #expect(throws: ImagingError.self) { try decodeImage(cut) }
    }

    @Test(ImagingMaterial.codecs) func `the largest picture of an icon is taken`() throws {
        let small = try encodePNG(ImagingMaterial.scene(width: 16, height: 16))
        let large = try encodePNG(ImagingMaterial.scene(width: 256, height: 256))
        let builder = BitmapBuilder()
        func entry(_ side: UInt8, _ size: Int, at offset: Int) -> [UInt8] {
            [side, side, 0, 0, 1, 0, 32, 0] + builder.little(size, 4) + builder.little(offset, 4)
        }
        let icon =
            [0, 0, 1, 0, 2, 0] + entry(16, small.count, at: 38)
            + entry(0, large.count, at: 38 + small.count) + small + large
        #expect(try decodeImage(icon).fullWidth == 256)
    }

    @Test func `an icon whose directory lies is refused`() {
        let contents = bitmap(
            bits: 24,
            pixels: [UInt32](repeating: 0, count: 15),
            mask: [UInt8](repeating: 0, count: 12)
        )
        let whole = BitmapBuilder.icon(width: 5, height: 3, contents: contents)
        func refused(_ damage: Damage, change: (inout [UInt8]) -> Void) {
            var bytes = whole
            change(&bytes)
            #expect(throws: ImagingError.damaged(.ico, damage)) { try decodeImage(bytes) }
        }
        refused(.headerCutShort) { $0[4] = 200 }
        refused(.field("a picture is said to lie inside its directory")) { $0[18] = 3 }
        refused(.field("it ends early, inside its largest picture")) { $0[19] = 0xFF }
        refused(.field("it ends early, inside its largest picture")) { $0.removeLast() }
        refused(.cutShort(rows: 2, of: 3)) { $0[14] = UInt8(40 + 40) }
    }
}
