/// The header of a Windows bitmap, checked.
///
/// Source: Microsoft, *BITMAPINFOHEADER* and *BITMAPV5HEADER*; OS/2's 12-byte core header.
struct BitmapHeader: Sendable {
    /// How pixels are stored.
    enum Depth: Sendable {
        /// 1, 4 or 8 bits that choose a colour; always 256 colours, those not given black.
        case palette(bits: Int, colours: [(UInt8, UInt8, UInt8)])
        /// Blue, green, red.
        case bytes24
        /// 16 or 32 bits holding a field for each channel.
        case fields(bytes: Int, red: BitField, green: BitField, blue: BitField, alpha: BitField?)
    }

    let width: Int
    let height: Int
    let isTopDown: Bool
    let depth: Depth

    /// Bits a pixel.
    let bits: Int

    /// Where the rows begin when they follow header and palette at once, as they do in icons.
    let endOfPalette: Int

    /// Bytes from one row to the next: rows are padded to four bytes.
    var rowStride: Int { (width * bits + 31) / 32 * 4 }

    /// Reads and checks the header at `start`.
    ///
    /// - Parameter inIcon: Icons store twice the height (colours, then a mask) and use the fourth
    ///   byte of 32-bit pixels as alpha.
    init(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at start: Int,
        format: ImageFormat,
        inIcon: Bool
    ) throws(ImagingError) {
        let headerSize = bytes.littleEndian32(at: start)
        guard headerSize == 12 || (40...256).contains(headerSize) else {
            throw .damaged(format, .header)
        }
        guard start + headerSize <= bytes.count else { throw .damaged(format, .headerCutShort) }
        let isCore = headerSize == 12
        let storedWidth =
            isCore ? bytes.littleEndian16(at: start + 4) : bytes.signedLittleEndian32(at: start + 4)
        let storedHeight =
            isCore ? bytes.littleEndian16(at: start + 6) : bytes.signedLittleEndian32(at: start + 8)
        isTopDown = storedHeight < 0
        width = storedWidth
        height = inIcon ? abs(storedHeight) / 2 : abs(storedHeight)
        bits = bytes.littleEndian16(at: start + (isCore ? 10 : 14))
        guard width > 0, height > 0 else {
            throw .damaged(
                format,
                .field("its header says \(storedWidth)x\(storedHeight) pixels")
            )
        }
        let body = Body(bytes: bytes, start: start, headerSize: headerSize, bits: bits)
        try body.checkCompression(format: format)
        depth = try body.depth(format: format, inIcon: inIcon)
        endOfPalette = body.endOfPalette
    }
}

/// The part of a header that says how pixels are coded, and the palette behind it.
private struct Body {
    let bytes: UnsafeBufferPointer<UInt8>
    let start: Int
    let headerSize: Int
    let bits: Int

    private static let plain = 0
    private static let bitFields = 3
    private static let alphaBitFields = 6

    private var isCore: Bool { headerSize == 12 }

    private var compression: Int { isCore ? 0 : bytes.littleEndian32(at: start + 16) }

    private var hasFields: Bool {
        compression == Self.bitFields || compression == Self.alphaBitFields
    }

    /// With the 40-byte header the masks follow it; later headers contain them.
    private var trailingMaskBytes: Int {
        guard hasFields, headerSize == 40 else { return 0 }
        return compression == Self.alphaBitFields ? 16 : 12
    }

    private var paletteEntryBytes: Int { isCore ? 3 : 4 }

    private var paletteCount: Int {
        let stored = isCore ? 0 : bytes.littleEndian32(at: start + 32)
        guard bits <= 8 else { return min(stored, 256) }
        return stored == 0 ? 1 << bits : min(stored, 256)
    }

    var endOfPalette: Int {
        start + headerSize + trailingMaskBytes + paletteCount * paletteEntryBytes
    }

    func checkCompression(format: ImageFormat) throws(ImagingError) {
        switch compression {
        case Self.plain: return
        case Self.bitFields where bits == 16 || bits == 32: return
        case Self.alphaBitFields where bits == 16 || bits == 32: return
        case 1, 2: throw .unsupportedVariant(format, found: "run-length compressed")
        case 4: throw .unsupportedVariant(format, found: "a wrapped JPEG")
        case 5: throw .unsupportedVariant(format, found: "a wrapped PNG")
        default: throw .damaged(format, .field("its compression is \(compression)"))
        }
    }

    func depth(format: ImageFormat, inIcon: Bool) throws(ImagingError) -> BitmapHeader.Depth {
        switch bits {
        case 1, 4, 8:
            return .palette(bits: bits, colours: try palette(format: format))
        case 24:
            return .bytes24
        case 16, 32:
            return try hasFields ? storedFields(format: format) : usualFields(inIcon: inIcon)
        default:
            throw .damaged(format, .field("it has \(bits) bits a pixel"))
        }
    }

    private func palette(
        format: ImageFormat
    ) throws(ImagingError) -> [(UInt8, UInt8, UInt8)] {
        guard endOfPalette <= bytes.count else { throw .damaged(format, .headerCutShort) }
        var colours = [(UInt8, UInt8, UInt8)](repeating: (0, 0, 0), count: 256)
        let first = start + headerSize
        for index in 0..<paletteCount {
            let entry = first + index * paletteEntryBytes
            colours[index] = (bytes[entry + 2], bytes[entry + 1], bytes[entry])
        }
        return colours
    }

    private func usualFields(inIcon: Bool) -> BitmapHeader.Depth {
        if bits == 16 {
            return .fields(
                bytes: 2,
                red: BitField(shift: 10, width: 5),
                green: BitField(shift: 5, width: 5),
                blue: BitField(shift: 0, width: 5),
                alpha: nil
            )
        }
        return .fields(
            bytes: 4,
            red: BitField(shift: 16, width: 8),
            green: BitField(shift: 8, width: 8),
            blue: BitField(shift: 0, width: 8),
            alpha: inIcon ? BitField(shift: 24, width: 8) : nil
        )
    }

    private func storedFields(format: ImageFormat) throws(ImagingError) -> BitmapHeader.Depth {
        let masks = start + 40
        let hasAlpha = compression == Self.alphaBitFields || headerSize >= 56
        let length = hasAlpha ? 16 : 12
        guard masks + length <= bytes.count else { throw .damaged(format, .headerCutShort) }
        func field(_ index: Int) throws(ImagingError) -> BitField? {
            let mask = UInt32(bytes.littleEndian32(at: masks + index * 4))
            guard mask != 0 else { return nil }
            guard let field = BitField(mask: mask, bits: bits) else {
                throw .damaged(format, .field("its colour mask \(index) is not one run of bits"))
            }
            return field
        }
        guard let red = try field(0), let green = try field(1), let blue = try field(2) else {
            throw .damaged(format, .field("a colour mask is empty"))
        }
        let alpha = hasAlpha ? try field(3) : nil
        return .fields(bytes: bits / 8, red: red, green: green, blue: blue, alpha: alpha)
    }
}
