/// dlib's portable stream format (dlib/serialize.h, dlib/float_details.h).
extension ByteCursor {
    /// One control byte (low nibble: bytes that follow; top bit: negative), then the magnitude.
    mutating func dlibInteger() throws(ModelFileError) -> Int {
        let start = offset
        let control = try byte()
        let size = Int(control & 0x0F)
        guard (1...8).contains(size), control & 0x70 == 0 else {
            throw .unexpected(
                expected: "an integer's control byte",
                found: "\(control)",
                offset: start
            )
        }
        var magnitude: UInt64 = 0
        for (position, value) in try take(size).enumerated() {
            magnitude |= UInt64(value) << UInt64(8 * position)
        }
        guard let value = Int(exactly: magnitude) else {
            throw .unexpected(
                expected: "an integer below 2^63",
                found: "\(magnitude)",
                offset: start
            )
        }
        return control & 0x80 == 0 ? value : -value
    }

    /// An integer that counts things of at least `size` bytes each, checked against what is left.
    mutating func dlibCount(ofAtLeast size: Int) throws(ModelFileError) -> Int {
        let start = offset
        let count = try dlibInteger()
        guard count >= 0, count <= left / size else {
            throw .truncated(needed: count, left: left, offset: start)
        }
        return count
    }

    /// Mantissa and exponent of two; 32000 and above stand for infinities and not-a-number.
    mutating func dlibFloat() throws(ModelFileError) -> Double {
        let start = offset
        let mantissa = try dlibInteger()
        let exponent = try dlibInteger()
        guard (-1_100...1_100).contains(exponent) else {
            throw .unexpected(
                expected: "a finite number",
                found: "exponent \(exponent)",
                offset: start
            )
        }
        return Double(sign: .plus, exponent: exponent, significand: Double(mantissa))
    }

    mutating func dlibFloats(_ count: Int) throws(ModelFileError) -> [Double] {
        try require(count)
        var values: [Double] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try dlibFloat()) }
        return values
    }

    mutating func dlibBool() throws(ModelFileError) -> Bool {
        let start = offset
        switch try byte() {
        case UInt8(ascii: "0"): return false
        case UInt8(ascii: "1"): return true
        case let other:
            throw .unexpected(expected: "'0' or '1'", found: "byte \(other)", offset: start)
        }
    }

    mutating func dlibString() throws(ModelFileError) -> String {
        let count = try dlibCount(ofAtLeast: 1)
        return String(decoding: try take(count), as: UTF8.self)
    }

    /// Reads an integer that must have one value, such as a version.
    mutating func dlibExpect(_ allowed: ClosedRange<Int>, _ what: String) throws(ModelFileError)
        -> Int
    {
        let value = try dlibInteger()
        try Self.check(value, in: allowed, what)
        return value
    }
}
