/// A header's value with parameters, `form-data; name="photo"`, taken apart.
struct HeaderValue {
    /// What stands before the first semicolon, in lower case.
    let token: String

    /// The parameters in their order; names in lower case, values as bytes without their quotes.
    let parameters: [(name: String, value: [UInt8])]

    /// Reads a value.
    ///
    /// Inside quotes a backslash escapes a quote or a backslash and is otherwise a character of its
    /// own, since some senders put whole paths there.
    /// - Returns: `nil` when a quote is not closed, a parameter has no name or `=`, or one comes twice.
    init?(_ bytes: some Sequence<UInt8>) {
        var reader = Reader(bytes: Array(bytes))
        token = asciiLowercased(reader.upTo(semicolonOr: nil))
        var found: [(name: String, value: [UInt8])] = []
        while reader.skipSemicolon() {
            if reader.isAtEndOrSemicolon { continue }
            guard let parameter = reader.parameter() else { return nil }
            guard !found.contains(where: { $0.name == parameter.name }) else { return nil }
            found.append(parameter)
        }
        guard reader.isAtEnd, !token.isEmpty else { return nil }
        parameters = found
    }

    subscript(name: String) -> [UInt8]? {
        parameters.first { $0.name == name }?.value
    }
}

private let space = UInt8(ascii: " ")
private let tab = UInt8(ascii: "\t")
private let semicolon = UInt8(ascii: ";")
private let quote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")

private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }
    var isAtEndOrSemicolon: Bool { isAtEnd || bytes[position] == semicolon }

    mutating func skipSpace() {
        while !isAtEnd, bytes[position] == space || bytes[position] == tab { position += 1 }
    }

    mutating func skipSemicolon() -> Bool {
        skipSpace()
        guard !isAtEnd, bytes[position] == semicolon else { return false }
        position += 1
        skipSpace()
        return true
    }

    /// The bytes before the next semicolon or `other`, without space around them.
    mutating func upTo(semicolonOr other: UInt8?) -> [UInt8] {
        skipSpace()
        let start = position
        while !isAtEnd, bytes[position] != semicolon, bytes[position] != other { position += 1 }
        var end = position
        while end > start, bytes[end - 1] == space || bytes[end - 1] == tab { end -= 1 }
        return Array(bytes[start..<end])
    }

    mutating func parameter() -> (name: String, value: [UInt8])? {
        let equals = UInt8(ascii: "=")
        let name = asciiLowercased(upTo(semicolonOr: equals))
        guard !name.isEmpty, !isAtEnd, bytes[position] == equals else { return nil }
        position += 1
        skipSpace()
        guard !isAtEnd, bytes[position] == quote else { return (name, upTo(semicolonOr: nil)) }
        guard let value = quoted() else { return nil }
        skipSpace()
        return isAtEndOrSemicolon ? (name, value) : nil
    }

    private mutating func quoted() -> [UInt8]? {
        position += 1
        var value: [UInt8] = []
        while !isAtEnd {
            var byte = bytes[position]
            position += 1
            if byte == quote { return value }
            if byte == backslash, !isAtEnd, [quote, backslash].contains(bytes[position]) {
                byte = bytes[position]
                position += 1
            }
            value.append(byte)
        }
        return nil
    }
}

/// Text of ASCII bytes in lower case; other bytes become U+FFFD and so equal no known name.
func asciiLowercased(_ bytes: some Sequence<UInt8>) -> String {
    let lower = bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return String(decoding: lower, as: UTF8.self)
}
