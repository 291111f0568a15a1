/// The header lines of one part while they come in.
struct HeaderBlock {
    private var lines: [[UInt8]] = []
    private var line: [UInt8] = []
    private var byteCount = 0

    /// Why a block was refused.
    enum Refusal: Error {
        case tooLong
        case malformed
    }

    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
    private static let tab = UInt8(ascii: "\t")

    /// Takes one byte.
    ///
    /// - Returns: whether it ended the empty line that ends the block.
    mutating func take(_ byte: UInt8, limit: Int) throws(Refusal) -> Bool {
        byteCount += 1
        guard byteCount <= limit else { throw .tooLong }
        if line.last == Self.carriageReturn {
            guard byte == Self.lineFeed else { throw .malformed }
            line.removeLast()
            return try endLine()
        }
        let isText = byte >= Self.space && byte != 0x7F
        guard isText || byte == Self.tab || byte == Self.carriageReturn else { throw .malformed }
        line.append(byte)
        return false
    }

    private mutating func endLine() throws(Refusal) -> Bool {
        defer { line = [] }
        guard let first = line.first else { return true }
        if first == Self.space || first == Self.tab {
            // A folded line goes on with the one before (RFC 5322, section 2.2.3).
            guard !lines.isEmpty else { throw .malformed }
            lines[lines.count - 1] += line
        } else {
            lines.append(line)
        }
        return false
    }

    /// The values by lower-case name.
    ///
    /// A name that comes twice is refused, since two readers might each believe another one.
    func values() throws(Refusal) -> [String: [UInt8]] {
        var values: [String: [UInt8]] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
                throw .malformed
            }
            guard !line[..<colon].contains(where: { $0 == Self.space || $0 == Self.tab }) else {
                throw .malformed
            }
            let name = asciiLowercased(line[..<colon])
            guard values[name] == nil else { throw .malformed }
            let isPadding = { (byte: UInt8) in byte == Self.space || byte == Self.tab }
            let value = line[(colon + 1)...].drop(while: isPadding)
            values[name] = Array(value.reversed().drop(while: isPadding).reversed())
        }
        return values
    }
}
