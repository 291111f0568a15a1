import FaceTypes
import Imaging
import Testing

struct BitmapTests {
    private let colours: [[UInt8]] = [
        [0, 0, 0], [255, 0, 0], [10, 200, 30], [250, 250, 250], [1, 2, 3], [9, 8, 7],
    ]

    /// Fifteen places of the first `count` colours.
    private func places(_ count: Int) -> [UInt32] {
        (0..<15).map { UInt32(($0 * 7 + $0 / 5) % count) }
    }

    private func picture(_ places: [UInt32]) -> PixelImage {
        PixelImage(width: 5, height: 3, pixels: places.flatMap { colours[Int($0)] })
    }

    private func value(of colour: [UInt8]) -> UInt32 {
        UInt32(colour[0]) << 16 | UInt32(colour[1]) << 8 | UInt32(colour[2])
    }

    @Test(arguments: [1, 4, 8], [true, false])
    func `bitmaps with a palette are read`(bits: Int, isTopDown: Bool) throws {
        for headerSize in [12, 40, 124] where !(isTopDown && headerSize == 12) {
            var builder = BitmapBuilder()
            (builder.bits, builder.isTopDown, builder.headerSize) = (bits, isTopDown, headerSize)
            builder.palette = bits == 1 ? [colours[0], colours[1]] : colours
            builder.pixels = places(builder.palette.count)
            if headerSize == 12 {
                let missing = (1 << bits) - builder.palette.count
                builder.palette += Array(repeating: [0, 0, 0], count: missing)
            } else {
                builder.coloursUsed = builder.palette.count
            }
            let decoded = try decodeImage(builder.file)
            #expect(decoded.format == .bmp)
            #expect(decoded.image == picture(builder.pixels), "header of \(headerSize)")
        }
    }

    @Test(arguments: [24, 32], [true, false])
    func `bitmaps of whole bytes are read`(bits: Int, isTopDown: Bool) throws {
        var builder = BitmapBuilder()
        (builder.bits, builder.isTopDown) = (bits, isTopDown)
        builder.pixels = places(6).map { value(of: colours[Int($0)]) }
        #expect(try decodeImage(builder.file).image == picture(places(6)))
    }

    @Test func `sixteen bits hold five for each colour, unless masks say otherwise`() throws {
        var builder = BitmapBuilder()
        builder.bits = 16
        builder.pixels = [UInt32](repeating: 0b0_11111_10000_00001, count: 15)
        let plain = try decodeImage(builder.file).image.colour(4, 2)
        #expect(plain == [255, 132, 8])

        builder.compression = 3
        builder.masks = [0xF800, 0x07E0, 0x001F]
        builder.pixels = [UInt32](repeating: 0b11111_100000_00001, count: 15)
        let masked = try decodeImage(builder.file).image.colour(0, 0)
        #expect(masked == [255, 130, 8])
    }

    @Test func `an alpha mask lays the picture on white, unless nothing would be left`() throws {
        var builder = BitmapBuilder()
        (builder.bits, builder.headerSize, builder.compression) = (32, 124, 3)
        builder.masks = [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000]
        builder.pixels = [0xFF00_0000] + [UInt32](repeating: 0x8000_0000, count: 14)
        let laid = try decodeImage(builder.file).image
        #expect(laid.colour(0, 0) == [0, 0, 0] && laid.colour(1, 0) == [127, 127, 127])
        builder.pixels = [UInt32](repeating: 0x0010_2030, count: 15)
        #expect(try decodeImage(builder.file).image.colour(0, 0) == [0x10, 0x20, 0x30])
    }

    @Test func `wide and odd masks are scaled`() throws {
        var builder = BitmapBuilder()
        (builder.bits, builder.compression) = (32, 3)
        builder.masks = [0x3FF0_0000, 0x000F_FC00, 0x0000_03FF]
        builder.pixels = [UInt32](repeating: 0x3FF0_0000 | 512 << 10 | 4, count: 15)
        #expect(try decodeImage(builder.file).image.colour(2, 1) == [255, 128, 1])
        builder.masks = [0xFFFF_FFFF, 0xFF00, 0xFF]
        #expect(try decodeImage(builder.file).image.colour(2, 1)[0] == 0x3F)
        builder.masks = [0x00F0_00F0, 0xFF00, 0xFF]
        #expect(throws: ImagingError.self) { try decodeImage(builder.file) }
        builder.masks = [0, 0xFF00, 0xFF]
        #expect(throws: ImagingError.self) { try decodeImage(builder.file) }
    }

    @Test func `a bitmap shrinks while it is read`() throws {
        var builder = BitmapBuilder()
        (builder.width, builder.height) = (40, 20)
        builder.pixels = (0..<800).map { UInt32($0 * 20_000) & 0xFF_FFFF }
        let full = try decodeImage(builder.file).image
        let small = try decodeImage(builder.file, atLeastEdge: 20)
        #expect(small.fullWidth == 40 && small.fullHeight == 20)
        #expect(small.image == full.resized(width: 20, height: 10))
    }

    @Test(arguments: [1, 2])
    func `run-length compression is named`(compression: Int) {
        var builder = BitmapBuilder()
        (builder.bits, builder.compression) = (8, compression)
        builder.palette = Array(repeating: [0, 0, 0], count: 256)
        builder.pixels = [UInt32](repeating: 0, count: 15)
        let expected = ImagingError.unsupportedVariant(.bmp, found: "run-length compressed")
        #expect(throws: expected) { try decodeImage(builder.file) }
    }

    @Test func `what a bitmap's header cannot mean is refused`() throws {
        var whole = BitmapBuilder()
        whole.pixels = [UInt32](repeating: 0, count: 15)
        func refused(_ expected: ImagingError, change: (inout BitmapBuilder) -> Void) {
            var builder = whole
            builder.pixels += [UInt32](repeating: 0, count: 200)
            change(&builder)
            #expect(throws: expected) { try decodeImage(builder.file) }
        }
        refused(.damaged(.bmp, .field("its header says 0x3 pixels"))) { $0.width = 0 }
        refused(.damaged(.bmp, .field("it has 48 bits a pixel"))) { $0.bits = 48 }
        refused(.damaged(.bmp, .field("its compression is 99"))) { $0.compression = 99 }
        refused(.damaged(.bmp, .header)) { $0.headerSize = 13 }
        let cut = whole.file.dropLast()
        #expect(throws: ImagingError.damaged(.bmp, .cutShort(rows: 2, of: 3))) {
            try decodeImage(Array(cut))
        }
        var huge = whole.file
        huge.replaceSubrange(18..<26, with: [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F])
        let limits = DecodeLimits()
        let tooLarge = ImagingError.tooLarge(
            width: 0x7FFF_FFFF,
            height: 0x7FFF_FFFF,
            limits: limits
        )
        #expect(throws: tooLarge) { try decodeImage(huge) }
        huge.replaceSubrange(22..<26, with: [0, 0, 0, 0x80])
        #expect(throws: ImagingError.self) { try decodeImage(huge) }
    }

    @Test(arguments: [1, 4, 8, 16, 24, 32])
    func `random damage to a bitmap gives a picture or an error, never a crash`(bits: Int) {
        var builder = BitmapBuilder()
        builder.bits = bits
        if bits <= 8 { builder.palette = Array(repeating: [5, 6, 7], count: 1 << bits) }
        if bits == 16 { (builder.compression, builder.masks) = (3, [0xF800, 0x07E0, 0x001F]) }
        builder.pixels = places(2)
        let whole = builder.file
        let icon = BitmapBuilder.icon(
            width: 5,
            height: 3,
            contents: Array(whole[14...]) + rowsOfMask
        )
        var random = SeededGenerator(seed: UInt64(bits))
        let limits = DecodeLimits(pixelsMax: 1_000_000)
        for original in [whole, icon] {
            for _ in 0..<3000 {
                let bytes = mutated(original, using: &random)
                guard let decoded = try? decodeImage(bytes, limits: limits) else { continue }
                #expect(decoded.image.width == decoded.fullWidth)
            }
        }
    }

    private let rowsOfMask = [UInt8](repeating: 0, count: 12)

    /// Some bytes changed, mostly in the header, and sometimes the end missing.
    private func mutated(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let reach = Bool.random(using: &random) ? min(60, bytes.count) : bytes.count
            let values: [UInt8] = [
                0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &random),
            ]
            result[Int.random(in: 2..<reach, using: &random)] =
                values.randomElement(using: &random) ?? 0
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            result.removeLast(Int.random(in: 0..<result.count, using: &random))
        }
        return result
    }
}
