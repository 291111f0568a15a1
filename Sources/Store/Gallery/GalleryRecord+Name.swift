extension GalleryRecord {
    /// The longest usable gallery name, in characters.
    public static let nameLengthMax = 64

    /// Whether a gallery may have this name: lower-case ASCII letters, digits, `-` and `_`, starting
    /// with a letter or digit, at most `nameLengthMax` of them.
    public static func isUsable(name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= nameLengthMax else { return false }
        return isLetterOrDigit(first)
            && name.utf8.allSatisfy {
                isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
