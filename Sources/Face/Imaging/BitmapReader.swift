internal import FaceTypes

/// Reads uncompressed Windows bitmaps of 1, 4, 8, 16, 24 or 32 bits, and the bitmaps in icons.
///
/// Every offset and length in the file is checked before it is followed; see ``BitmapHeader``.
struct BitmapReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let header: BitmapHeader
    private let firstRow: Int
    private let format: ImageFormat

    /// Reads a file's header.
    init(file bytes: UnsafeBufferPointer<UInt8>) throws(ImagingError) {
        self.bytes = bytes
        format = .bmp
        let fileHeaderBytes = 14
        header = try BitmapHeader(bytes, at: fileHeaderBytes, format: .bmp, inIcon: false)
        firstRow = bytes.littleEndian32(at: 10)
        guard firstRow >= fileHeaderBytes else {
            throw .damaged(.bmp, .field("its pixels are said to begin inside its header"))
        }
    }

    /// Reads the header of an icon's bitmap, which has no file header and follows its palette.
    init(icon bytes: UnsafeBufferPointer<UInt8>) throws(ImagingError) {
        self.bytes = bytes
        format = .ico
        header = try BitmapHeader(bytes, at: 0, format: .ico, inIcon: true)
        firstRow = header.endOfPalette
    }

    func decode(_ plan: DecodePlan) throws(ImagingError) -> DecodedImage {
        let (width, height) = (header.width, header.height)
        try plan.limits.check(width: width, height: height)
        let available = max(0, bytes.count - firstRow) / header.rowStride
        guard available >= height else {
            throw .damaged(format, .cutShort(rows: available, of: height))
        }
        var collector = RowCollector(
            sourceWidth: width,
            sourceHeight: height,
            factor: plan.shrinkFactor(width: width, height: height)
        )
        let alpha = alphaSource()
        let layout = SampleLayout(bands: 4, sampleBytes: 1)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * 4) { row in
            for y in 0..<height {
                fill(row, fromRow: y, alpha: alpha)
                collector.take(UnsafeRawBufferPointer(row), count: 1, layout: layout)
            }
        }
        return DecodedImage(
            image: collector.finished(),
            fullWidth: width,
            fullHeight: height,
            format: format
        )
    }
}

extension BitmapReader {
    /// Where transparency comes from.
    private enum AlphaSource {
        case opaque
        case channel(BitField)
        /// An icon's one-bit mask that begins at this byte, rows bottom up: 1 is transparent.
        case mask(start: Int)
    }

    /// Finds out whether, and where, the bitmap says what is transparent.
    ///
    /// Many programs write an alpha channel of zeros and mean opaque; a picture nobody could see is
    /// never meant. Icons then fall back to their mask.
    private func alphaSource() -> AlphaSource {
        if case .fields(let pixelBytes, _, _, _, let field?) = header.depth,
            hasInk(in: field, pixelBytes: pixelBytes)
        {
            return .channel(field)
        }
        guard format == .ico else { return .opaque }
        let start = firstRow + header.rowStride * header.height
        return start + maskStride * header.height <= bytes.count ? .mask(start: start) : .opaque
    }

    private var maskStride: Int { (header.width + 31) / 32 * 4 }

    private func hasInk(in field: BitField, pixelBytes: Int) -> Bool {
        for y in 0..<header.height {
            let row = firstRow + y * header.rowStride
            for x in 0..<header.width
            where field.value(in: pixel(at: row + x * pixelBytes, bytes: pixelBytes)) != 0 {
                return true
            }
        }
        return false
    }

    @inline(__always)
    private func pixel(at offset: Int, bytes count: Int) -> UInt32 {
        var value = UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
        if count == 4 {
            value |= UInt32(bytes[offset + 2]) << 16 | UInt32(bytes[offset + 3]) << 24
        }
        return value
    }

    /// Writes the row `y` from the top as RGBA.
    private func fill(
        _ target: UnsafeMutableBufferPointer<UInt8>,
        fromRow y: Int,
        alpha: AlphaSource
    ) {
        let stored = header.isTopDown ? y : header.height - 1 - y
        let start = firstRow + stored * header.rowStride
        switch header.depth {
        case .palette(let bits, let colours):
            fillFromPalette(target, start: start, bits: bits, colours: colours)
        case .bytes24:
            for x in 0..<header.width {
                target[x * 4] = bytes[start + x * 3 + 2]
                target[x * 4 + 1] = bytes[start + x * 3 + 1]
                target[x * 4 + 2] = bytes[start + x * 3]
            }
        case .fields(let pixelBytes, let red, let green, let blue, _):
            for x in 0..<header.width {
                let value = pixel(at: start + x * pixelBytes, bytes: pixelBytes)
                target[x * 4] = red.value(in: value)
                target[x * 4 + 1] = green.value(in: value)
                target[x * 4 + 2] = blue.value(in: value)
            }
        }
        fillAlpha(target, stored: stored, alpha: alpha)
    }

    private func fillFromPalette(
        _ target: UnsafeMutableBufferPointer<UInt8>,
        start: Int,
        bits: Int,
        colours: [(UInt8, UInt8, UInt8)]
    ) {
        let mask = (1 << bits) - 1
        for x in 0..<header.width {
            let bit = x * bits
            let index = Int(bytes[start + bit / 8]) >> (8 - bits - bit % 8) & mask
            (target[x * 4], target[x * 4 + 1], target[x * 4 + 2]) = colours[index]
        }
    }

    private func fillAlpha(
        _ target: UnsafeMutableBufferPointer<UInt8>,
        stored: Int,
        alpha: AlphaSource
    ) {
        for x in 0..<header.width {
            switch alpha {
            case .opaque:
                target[x * 4 + 3] = 255
            case .channel(let field):
                let pixelBytes = header.bits / 8
                let offset = firstRow + stored * header.rowStride + x * pixelBytes
                target[x * 4 + 3] = field.value(in: pixel(at: offset, bytes: pixelBytes))
            case .mask(let start):
                let byte = bytes[start + stored * maskStride + x / 8]
                target[x * 4 + 3] = byte >> (7 - x % 8) & 1 == 1 ? 0 : 255
            }
        }
    }
}
