/// The 512 bytes before an entry of a tar archive (POSIX.1-1988 "ustar", with GNU and pax names).
struct TarHeader: Sendable, Hashable {
    /// Bytes of a header, and the grain entries are padded to.
    static let blockSize = 512

    /// What an entry is.
    enum Kind: Sendable, Hashable {
        /// A regular file.
        case file
        /// The name of the next entry (GNU).
        case longName
        /// Records about the next entry, its path among them (pax).
        case extendedHeader
        /// A folder, a link or anything else without use here.
        case other
    }

    /// The path, at most 255 bytes.
    let name: String

    /// Bytes of content.
    let size: Int

    /// What the entry is.
    let kind: Kind

    /// When its file was written last, in seconds since 1970; `nil` when the header does not say.
    let modifiedSeconds: Int?

    /// Reads a header.
    ///
    /// - Parameter block: 512 bytes.
    /// - Returns: `nil` when the checksum or the size is wrong: these bytes are no header.
    init?(block: ArraySlice<UInt8>) {
        let block = Array(block)
        guard block.count == Self.blockSize,
            let stored = Self.octal(block[148..<156]),
            let size = Self.octal(block[124..<136])
        else { return nil }
        // The checksum is that of the header with eight spaces in the checksum's place.
        var sum = 8 * Int(UInt8(ascii: " "))
        for (place, byte) in block.enumerated() where !(148..<156).contains(place) {
            sum += Int(byte)
        }
        guard sum == stored else { return nil }
        self.size = size
        modifiedSeconds = Self.octal(block[136..<148])
        kind =
            switch block[156] {
            case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
            case UInt8(ascii: "L"): .longName
            case UInt8(ascii: "x"): .extendedHeader
            default: .other
            }
        let own = Self.text(block[0..<100])
        // GNU's own layout uses the prefix's place for other things; it says "ustar " with a space.
        let isStandard = Array(block[257..<263]) == Array("ustar\0".utf8)
        let prefix = isStandard ? Self.text(block[345..<500]) : ""
        name = prefix.isEmpty ? own : prefix + "/" + own
    }

    /// Bytes the content takes with its padding.
    var paddedSize: Int { (size + Self.blockSize - 1) / Self.blockSize * Self.blockSize }

    /// The text up to the first zero byte.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// An octal number with spaces or zero bytes around it; at most eleven digits, so it fits.
    private static func octal(_ bytes: ArraySlice<UInt8>) -> Int? {
        let padding: [UInt8] = [0, UInt8(ascii: " ")]
        let digits = bytes.drop { padding.contains($0) }.prefix { !padding.contains($0) }
        guard !digits.isEmpty, digits.count <= 12 else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            value = value * 8 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// The `path` among pax records, each "length key=value\n".
    static func path(inRecords bytes: [UInt8]) -> String? {
        var rest = bytes[...]
        var path: String?
        while let space = rest.firstIndex(of: UInt8(ascii: " ")) {
            let digits = String(decoding: rest[rest.startIndex..<space], as: UTF8.self)
            guard let length = Int(digits), length > digits.utf8.count + 1, length <= rest.count
            else { return path }
            let end = rest.startIndex + length
            let record = String(decoding: rest[(space + 1)..<(end - 1)], as: UTF8.self)
            if record.hasPrefix("path=") { path = String(record.dropFirst(5)) }
            rest = rest[end...]
        }
        return path
    }
}
