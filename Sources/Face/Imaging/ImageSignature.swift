/// What the first bytes of a file say it is, whatever its name says.
enum ImageSignature: Hashable {
    /// A format that is read here.
    case known(ImageFormat)
    /// A picture or document of another kind, with its article: `an SVG drawing`.
    case foreign(String)
    /// Nothing known; a guess at what it is, if there is one.
    case unknown(looksLike: String?)

    init(of bytes: UnsafeBufferPointer<UInt8>) {
        if let format = Self.knownFormat(bytes) {
            self = .known(format)
        } else if let kind = Self.foreignKind(bytes) {
            self = .foreign(kind)
        } else {
            self = .unknown(looksLike: Self.isText(bytes) ? "text" : nil)
        }
    }

    private static func knownFormat(_ bytes: UnsafeBufferPointer<UInt8>) -> ImageFormat? {
        if bytes.matches([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.matches([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if bytes.matches("RIFF") && bytes.matches("WEBP", at: 8) { return .webp }
        if bytes.matches("GIF87a") || bytes.matches("GIF89a") { return .gif }
        if isTIFF(bytes) && !bytes.matches("CR", at: 8) { return .tiff }
        if bytes.matches("ftyp", at: 4) { return heifFormat(bytes) }
        if bytes.matches("BM") && bytes.count >= 26 { return .bmp }
        if bytes.matches([0, 0, 1, 0]) && bytes.count >= 6 && bytes[4] != 0 { return .ico }
        return nil
    }

    private static func isTIFF(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.matches([0x49, 0x49, 0x2A, 0]) || bytes.matches([0x4D, 0x4D, 0, 0x2A])
            || bytes.matches([0x49, 0x49, 0x2B, 0]) || bytes.matches([0x4D, 0x4D, 0, 0x2B])
    }

    /// Looks at the major brand, then at the compatible ones: a neutral `mif1` may hold either.
    private static func heifFormat(_ bytes: UnsafeBufferPointer<UInt8>) -> ImageFormat? {
        let boxEnd = min(bytes.count, bytes.bigEndian32(at: 0), heifBrandBytesMax)
        var offsets = [8]
        offsets += stride(from: 16, through: boxEnd - 4, by: 4)
        for offset in offsets {
            for brand: StaticString in ["avif", "avis"] where bytes.matches(brand, at: offset) {
                return .avif
            }
            for brand: StaticString in ["heic", "heix", "hevc", "hevx", "heim", "heis"]
            where bytes.matches(brand, at: offset) {
                return .heic
            }
        }
        return bytes.matches("mif1", at: 8) || bytes.matches("msf1", at: 8) ? .heic : nil
    }

    /// Real files list a handful of brands; a hostile length must not make this a long walk.
    private static let heifBrandBytesMax = 256

    private static func foreignKind(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        for kind in foreignKinds where bytes.matches(kind.magic, at: kind.offset) {
            return kind.name
        }
        return isSVG(bytes) ? "an SVG drawing" : nil
    }

    private struct ForeignKind {
        let magic: [UInt8]
        let offset: Int
        let name: String

        init(_ magic: String, at offset: Int = 0, _ name: String) {
            self.magic = Array(magic.utf8)
            self.offset = offset
            self.name = name
        }

        init(_ magic: [UInt8], _ name: String) {
            self.magic = magic
            offset = 0
            self.name = name
        }
    }

    private static let foreignKinds: [ForeignKind] = [
        ForeignKind("%PDF", "a PDF document"),
        ForeignKind("%!PS", "a PostScript document"),
        ForeignKind("8BPS", "a Photoshop file"),
        ForeignKind("CR", at: 8, "a Canon raw photo"),
        ForeignKind("FUJIFILM", "a Fujifilm raw photo"),
        ForeignKind("IIRO", "an Olympus raw photo"),
        ForeignKind([0x49, 0x49, 0x55, 0], "a Panasonic raw photo"),
        ForeignKind("crx ", at: 8, "a Canon raw photo"),
        ForeignKind([0xFF, 0x0A], "a JPEG XL picture"),
        ForeignKind([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20], "a JPEG XL picture"),
        ForeignKind([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], "a JPEG 2000 picture"),
        ForeignKind([0xFF, 0x4F, 0xFF, 0x51], "a JPEG 2000 picture"),
        ForeignKind([0x76, 0x2F, 0x31, 0x01], "an OpenEXR picture"),
        ForeignKind("#?RADIANCE", "a Radiance HDR picture"),
        ForeignKind("qoif", "a QOI picture"),
        ForeignKind("icns", "a macOS icon"),
        ForeignKind("gimp xcf", "a GIMP file"),
        ForeignKind("ftyp", at: 4, "a video"),
        ForeignKind("moov", at: 4, "a video"),
        ForeignKind([0x1A, 0x45, 0xDF, 0xA3], "a video"),
        ForeignKind("AVI ", at: 8, "a video"),
        ForeignKind("OggS", "an Ogg recording"),
        ForeignKind("WAVE", at: 8, "a sound recording"),
        ForeignKind("ID3", "a sound recording"),
        ForeignKind([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an office document"),
        ForeignKind([0x1F, 0x8B], "a gzip archive"),
        ForeignKind([0x7F, 0x45, 0x4C, 0x46], "a program"),
        ForeignKind([0, 0, 2, 0], "a Windows cursor"),
        ForeignKind("P4\n", "a PNM picture"), ForeignKind("P5\n", "a PNM picture"),
        ForeignKind("P6\n", "a PNM picture"), ForeignKind("P7\n", "a PAM picture"),
    ]

    private static func isSVG(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let head = String(decoding: bytes.prefix(1024), as: UTF8.self)
        return head.contains("<svg")
    }

    /// Whether the beginning is all printable ASCII, white space or valid UTF-8.
    private static func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let head = bytes.prefix(512)
        let hasControls = head.contains { $0 < 0x20 && $0 != 9 && $0 != 10 && $0 != 13 }
        guard !hasControls else { return false }
        // A multi-byte letter may be cut off at the end of the sample.
        return (0...3).contains { cut in
            String(validating: head.dropLast(cut), as: UTF8.self) != nil
        }
    }
}
