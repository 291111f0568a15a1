/// Reads a byte array from front to back and never beyond its end.
struct ByteCursor {
    let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var left: Int { bytes.count - offset }

    /// Makes sure that so many bytes are left, so that a count can be trusted before allocating.
    func require(_ count: Int) throws(ModelFileError) {
        guard count >= 0, count <= left else {
            throw .truncated(needed: count, left: left, offset: offset)
        }
    }

    mutating func byte() throws(ModelFileError) -> UInt8 {
        guard offset < bytes.count else {
            throw .truncated(needed: 1, left: 0, offset: offset)
        }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func take(_ count: Int) throws(ModelFileError) -> ArraySlice<UInt8> {
        try require(count)
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    /// Little-endian, as all the formats read here are.
    mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws(ModelFileError) -> T {
        let size = MemoryLayout<T>.size
        try require(size)
        defer { offset += size }
        let value = bytes.withUnsafeBytes {
            $0.loadUnaligned(fromByteOffset: offset, as: T.self)
        }
        return T(littleEndian: value)
    }

    /// Raw little-endian IEEE floats.
    mutating func floats(_ count: Int) throws(ModelFileError) -> [Float] {
        guard count >= 0, count <= left / 4 else {
            throw .truncated(needed: count, left: left, offset: offset)
        }
        defer { offset += 4 * count }
        return bytes.withUnsafeBytes { raw in
            (0..<count).map {
                let bits = raw.loadUnaligned(fromByteOffset: offset + 4 * $0, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }

    /// Text up to, and past, a line feed.
    mutating func line() throws(ModelFileError) -> String {
        guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) else {
            throw .truncated(needed: left + 1, left: left, offset: offset)
        }
        defer { offset = end + 1 }
        return String(decoding: bytes[offset..<end], as: UTF8.self)
    }

    func requireEnd() throws(ModelFileError) {
        guard left == 0 else { throw .leftover(bytes: left) }
    }

    /// Refuses a number outside `allowed`.
    static func check(
        _ found: Int,
        in allowed: ClosedRange<Int>,
        _ what: String
    ) throws(ModelFileError) {
        guard allowed.contains(found) else {
            throw .outOfRange(what: what, found: found, allowed: allowed)
        }
    }
}
