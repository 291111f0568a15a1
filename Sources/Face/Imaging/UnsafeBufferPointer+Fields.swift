/// Reads of a file's fields that never leave the file: what lies beyond its end reads as 0, and
/// nothing is ever equal to it.
extension UnsafeBufferPointer<UInt8> {
    func matches(_ magic: [UInt8], at offset: Int = 0) -> Bool {
        guard offset >= 0, count >= offset + magic.count else { return false }
        for index in magic.indices where self[offset + index] != magic[index] { return false }
        return true
    }

    func matches(_ magic: StaticString, at offset: Int = 0) -> Bool {
        let length = magic.utf8CodeUnitCount
        guard offset >= 0, count >= offset + length else { return false }
        for index in 0..<length where self[offset + index] != magic.utf8Start[index] {
            return false
        }
        return true
    }

    func bigEndian16(at offset: Int) -> Int { field(at: offset, bytes: 2, bigEndian: true) }

    func bigEndian32(at offset: Int) -> Int { field(at: offset, bytes: 4, bigEndian: true) }

    func littleEndian16(at offset: Int) -> Int { field(at: offset, bytes: 2, bigEndian: false) }

    func littleEndian32(at offset: Int) -> Int { field(at: offset, bytes: 4, bigEndian: false) }

    /// A two's complement field, little end first.
    func signedLittleEndian32(at offset: Int) -> Int {
        Int(Int32(truncatingIfNeeded: littleEndian32(at: offset)))
    }

    private func field(at offset: Int, bytes: Int, bigEndian: Bool) -> Int {
        guard offset >= 0, count - bytes >= offset else { return 0 }
        var value = 0
        for index in 0..<bytes {
            value = value << 8 | Int(self[offset + (bigEndian ? index : bytes - 1 - index)])
        }
        return value
    }
}
