/// Reads calibration bytes that may be hostile.
struct ByteReader {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// Checks mark, version and checksum.
    init(sealed bytes: [UInt8]) throws(CalibrationError) {
        let head = ByteWriter.mark.count + 1
        guard bytes.starts(with: ByteWriter.mark) else { throw .notACalibration }
        guard bytes.count >= head + 8 else {
            throw .wrongLength(expected: head + 8, found: bytes.count)
        }
        guard bytes[head - 1] == ByteWriter.version else {
            throw .unknownVersion(expected: ByteWriter.version, found: bytes[head - 1])
        }
        let end = bytes.count - 8
        var stored: UInt64 = 0
        for index in 0..<8 { stored |= UInt64(bytes[end + index]) << (8 * index) }
        let sum = ByteWriter.checksum(of: bytes[..<end])
        guard sum == stored else { throw .damaged(expected: stored, found: sum) }
        self.bytes = bytes
        self.position = head
        self.end = end
    }

    /// Reads a number as `ByteWriter.append(variable:)` writes it.
    mutating func variable() throws(CalibrationError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard position < end else { throw .wrongLength(expected: end + 1, found: end) }
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte <= 1 else {
                throw .impossibleValue(field: "number", found: UInt64(byte))
            }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw .impossibleValue(field: "number", found: value)
    }

    /// Reads a number that must not exceed a limit.
    mutating func number(_ field: String, max: UInt64) throws(CalibrationError) -> UInt64 {
        let value = try variable()
        guard value <= max else { throw .impossibleValue(field: field, found: value) }
        return value
    }

    /// Reads a text of at most `maxBytes`.
    mutating func text(_ field: String, maxBytes: Int) throws(CalibrationError) -> String {
        let length = Int(try number(field, max: UInt64(maxBytes)))
        guard position + length <= end else {
            throw .wrongLength(expected: position + length, found: end)
        }
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    /// Checks that everything was read.
    func finish() throws(CalibrationError) {
        guard position == end else { throw .wrongLength(expected: position, found: end) }
    }
}
