/// A `Range` header's answer for something of a known length (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// A part that is not empty.
    case bytes(Range<Int>)
    /// The header is right and there are no such bytes.
    case unsatisfiable

    /// Reads `bytes=first-last`, `bytes=first-` or `bytes=-count`.
    ///
    /// - Returns: `nil` when the header is to be passed over and everything sent: it cannot be read,
    ///   is of another unit, or asks for several parts, which nothing that loads a page does.
    init?(_ header: String, length: Int) {
        let halves = header.split(separator: "=", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].lowercased() == "bytes" else { return nil }
        let ends = halves[1].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        switch (Self.number(ends[0]), Self.number(ends[1])) {
        case (nil, let count?) where ends[0].isEmpty:
            guard count > 0, length > 0 else {
                self = .unsatisfiable
                return
            }
            self = .bytes(max(0, length - count)..<length)
        case (let first?, let last) where last != nil || ends[1].isEmpty:
            if let last, last < first { return nil }
            guard first < length else {
                self = .unsatisfiable
                return
            }
            let end = last.map { $0 < length ? $0 + 1 : length } ?? length
            self = .bytes(first..<end)
        default:
            return nil
        }
    }

    /// Digits only; more of them than a number holds are as good as the greatest number.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text) ?? .max
    }
}
