import FaceTypes

/// Writes Windows bitmaps of every kind the reader takes, straight from the format's description.
struct BitmapBuilder {
    var width = 5
    var height = 3
    var bits = 24
    var isTopDown = false
    var headerSize = 40
    var compression = 0
    var masks: [UInt32] = []
    var palette: [[UInt8]] = []
    var coloursUsed = 0

    /// Pixel values, row by row from the top: palette places, or whole pixels, or B, G, R numbers.
    var pixels: [UInt32] = []

    func little(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    var header: [UInt8] {
        if headerSize == 12 {
            return little(12, 4) + little(width, 2) + little(height, 2) + little(1, 2)
                + little(bits, 2)
        }
        var bytes = little(headerSize, 4) + little(width, 4)
        bytes += little(isTopDown ? -height : height, 4) + little(1, 2) + little(bits, 2)
        bytes += little(compression, 4) + little(0, 12) + little(coloursUsed, 4) + little(0, 4)
        let maskBytes = masks.flatMap { little(Int($0), 4) }
        if headerSize == 40 { return bytes + maskBytes }
        return (bytes + maskBytes + [UInt8](repeating: 0, count: 256)).prefix(headerSize) + []
    }

    var paletteBytes: [UInt8] {
        palette.flatMap { [$0[2], $0[1], $0[0]] + (headerSize == 12 ? [] : [0]) }
    }

    var rows: [UInt8] {
        let order = isTopDown ? Array(0..<height) : (0..<height).reversed()
        return order.flatMap { row(Array(pixels[$0 * width..<($0 + 1) * width])) }
    }

    private func row(_ values: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        if bits >= 8 {
            bytes = values.flatMap { little(Int($0), bits / 8) }
        } else {
            let perByte = 8 / bits
            for start in stride(from: 0, to: values.count, by: perByte) {
                var byte = 0
                for place in 0..<perByte where start + place < values.count {
                    byte |= Int(values[start + place]) << (8 - bits * (place + 1))
                }
                bytes.append(UInt8(byte))
            }
        }
        return bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    var file: [UInt8] {
        let start = 14 + header.count + paletteBytes.count
        return Array("BM".utf8) + little(start + rows.count, 4) + little(0, 4) + little(start, 4)
            + header + paletteBytes + rows
    }

    /// An icon of one picture.
    static func icon(width: Int, height: Int, bits: Int = 32, contents: [UInt8]) -> [UInt8] {
        let builder = BitmapBuilder()
        let sides: [UInt8] = [UInt8(width & 255), UInt8(height & 255), 0, 0]
        return [0, 0, 1, 0, 1, 0] + sides + builder.little(1, 2) + builder.little(bits, 2)
            + builder.little(contents.count, 4) + builder.little(22, 4) + contents
    }
}
