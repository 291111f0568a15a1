/// The SHA-256 of some bytes, which is how photos, objects and pack files are addressed.
///
/// This room only names it; the room `Hashing` computes it.
public struct ContentHash: Sendable, Hashable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// Takes a digest.
    ///
    /// - Returns: `nil` unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits, either case.
    public init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.compactMap { Self.value(ofDigit: $0) }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// 64 lower-case hexadecimal digits.
    public var hexadecimal: String {
        let alphabet = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(alphabet[Int(byte >> 4)])
            text.append(alphabet[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
