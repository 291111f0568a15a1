/// Writes numbers as little-endian bytes.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ number: Float) { put(number.bitPattern) }

    mutating func put(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    mutating func put(_ numbers: [Float]) {
        #if _endian(little)
        numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
        #else
        for number in numbers { put(number) }
        #endif
    }

    /// Puts a number in the place of bytes that were written.
    mutating func replace(at position: Int, _ number: UInt32) {
        withUnsafeBytes(of: number.littleEndian) { new in
            for (offset, byte) in new.enumerated() { bytes[position + offset] = byte }
        }
    }

    /// Fills up with zeros to a length.
    mutating func pad(to length: Int) {
        precondition(bytes.count <= length)
        bytes.append(contentsOf: repeatElement(0, count: length - bytes.count))
    }

    /// Adds the checksum of everything before it.
    mutating func putChecksum() {
        put(bytes.withUnsafeBytes { Encoding.checksum($0) })
    }
}

/// Reads numbers from bytes that may be anything.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private let file: String
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
    }

    var remaining: Int { bytes.count - position }

    func damaged(_ part: String) -> VectorIndexError { .damaged(file: file, part: part) }

    mutating func take(_ count: Int, _ part: String) throws(VectorIndexError)
        -> UnsafeRawBufferPointer
    {
        guard count >= 0, count <= remaining else { throw damaged("\(part) is cut off") }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type,
        _ part: String
    ) throws(VectorIndexError) -> Number {
        let found = try take(MemoryLayout<Number>.size, part)
        return Number(littleEndian: found.loadUnaligned(as: Number.self))
    }

    mutating func float(_ part: String) throws(VectorIndexError) -> Float {
        Float(bitPattern: try number(UInt32.self, part))
    }

    /// A count of things of which each takes at least `bytesEach` bytes of what remains.
    mutating func count(_ part: String, bytesEach: Int) throws(VectorIndexError) -> Int {
        let found = try number(UInt32.self, part)
        guard Int(found) * bytesEach <= remaining else { throw damaged("\(part) is too great") }
        return Int(found)
    }

    mutating func floats(_ count: Int, _ part: String) throws(VectorIndexError) -> [Float] {
        guard count >= 0, count <= remaining / 4 else { throw damaged("\(part) is cut off") }
        var numbers: [Float] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try float(part)) }
        return numbers
    }

    /// Checks that the last four bytes are the checksum of all before, and gives those.
    static func checked(
        _ bytes: UnsafeRawBufferPointer,
        file: String
    ) throws(VectorIndexError) -> UnsafeRawBufferPointer {
        guard bytes.count >= 4 else { throw .damaged(file: file, part: "file is cut off") }
        let body = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 4)])
        let stored = bytes.loadUnaligned(fromByteOffset: body.count, as: UInt32.self)
        guard UInt32(littleEndian: stored) == Encoding.checksum(body) else {
            throw .damaged(file: file, part: "checksum")
        }
        return body
    }
}
