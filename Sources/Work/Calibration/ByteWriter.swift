/// Builds calibration bytes: mark, version, content, checksum of all before it.
struct ByteWriter {
    /// The first bytes of every calibration.
    static let mark = Array("SMBC".utf8)

    /// The layout written and read.
    static let version: UInt8 = 2

    private var bytes: [UInt8] = mark + [version]

    /// Appends a number in groups of seven bits, lowest first, the top bit set on all but the last
    /// (LEB128).
    mutating func append(variable value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Appends a text: its length in bytes, then UTF-8.
    mutating func append(text: String) {
        append(variable: UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Everything written, with its checksum.
    func sealed() -> [UInt8] {
        let sum = Self.checksum(of: bytes)
        return bytes + (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }

    /// FNV-1a, 64 bits (draft-eastlake-fnv): tells accidents, not forgeries.
    static func checksum(of bytes: some Sequence<UInt8>) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return sum
    }
}
