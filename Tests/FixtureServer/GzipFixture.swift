/// Gzip made by hand, without a compressor.
package enum GzipFixture {
    /// Bytes wrapped in gzip, in stored blocks: valid, and no smaller.
    package static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var out = head
        var offset = 0
        repeat {
            let count = min(65_535, bytes.count - offset)
            out.append(offset + count == bytes.count ? 1 : 0)
            out += [
                UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255),
                UInt8(~count >> 8 & 255),
            ]
            out += bytes[offset..<(offset + count)]
            offset += count
        } while offset < bytes.count
        return out + tail(crc: checksum(bytes), count: bytes.count)
    }

    /// A small file that unpacks to about so many bytes: a beginning, then runs of 258 of its last.
    package static func bomb(of size: Int, beginning: [UInt8] = [0]) -> [UInt8] {
        let runs = size / 258
        var writer = BitWriter()
        writer.put(1, bits: 1)
        writer.put(1, bits: 2)
        for byte in beginning {
            // The fixed code: 8 bits up to 143, 9 beyond.
            if byte < 144 {
                writer.putCode(0x30 + Int(byte), bits: 8)
            } else {
                writer.putCode(0x190 + Int(byte) - 144, bits: 9)
            }
        }
        for _ in 0..<runs {
            writer.putCode(0b1100_0101, bits: 8)
            writer.putCode(0, bits: 5)
        }
        writer.putCode(0, bits: 7)
        let count = beginning.count + runs * 258
        let last = beginning.last ?? 0
        let crc = checksum(beginning + repeatElement(last, count: runs * 258))
        return head + writer.finished() + tail(crc: crc, count: count)
    }

    private static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    private static func tail(crc: UInt32, count: Int) -> [UInt8] {
        let size = UInt32(truncatingIfNeeded: count)
        return [crc, size].flatMap { word in (0..<4).map { UInt8(word >> (8 * $0) & 255) } }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }

    private static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes { crc = crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 255)] }
        return ~crc
    }

    private struct BitWriter {
        private var bytes: [UInt8] = []
        private var bits = 0

        mutating func put(_ value: Int, bits count: Int) {
            for place in 0..<count {
                if bits % 8 == 0 { bytes.append(0) }
                bytes[bytes.count - 1] |= UInt8(value >> place & 1) << UInt8(bits % 8)
                bits += 1
            }
        }

        /// Huffman codes are sent from their highest bit.
        mutating func putCode(_ code: Int, bits count: Int) {
            for place in (0..<count).reversed() { put(code >> place & 1, bits: 1) }
        }

        func finished() -> [UInt8] { bytes }
    }
}
