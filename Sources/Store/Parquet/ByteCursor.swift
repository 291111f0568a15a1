/// A walk through bytes that never leaves them.
struct ByteCursor {
    let bytes: [UInt8]
    private(set) var offset: Int
    private let end: Int

    /// Starts at the beginning of a range.
    ///
    /// - Precondition: the range lies within the bytes.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    /// Starts at the beginning of all.
    init(_ bytes: [UInt8]) { self.init(bytes, in: 0..<bytes.count) }

    /// Bytes that are left.
    var left: Int { end - offset }

    /// Where the bytes that are left lie.
    var rest: Range<Int> { offset..<end }

    mutating func byte() throws(Damage) -> UInt8 {
        guard offset < end else { throw .endsEarly }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// Where the next so many bytes lie; they are passed over.
    mutating func take(_ count: Int) throws(Damage) -> Range<Int> {
        guard count >= 0, count <= left else { throw .endsEarly }
        defer { offset += count }
        return offset..<(offset + count)
    }

    /// A little-endian number of so many bytes, at most eight.
    mutating func littleEndian(_ count: Int) throws(Damage) -> UInt64 {
        let range = try take(count)
        return range.reversed().reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }

    /// A little-endian length of four bytes.
    mutating func length() throws(Damage) -> Int { Int(try littleEndian(4)) }

    /// A number of seven bits a byte, least first (LEB128).
    mutating func variable() throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            let next = try byte()
            let bits = UInt64(next & 0x7F)
            guard (bits << UInt64(shift)) >> UInt64(shift) == bits else { break }
            value |= bits << UInt64(shift)
            if next & 0x80 == 0 { return value }
        }
        throw .wrong("a number is longer than 64 bits")
    }
}
