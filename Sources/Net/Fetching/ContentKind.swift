/// What some bytes are, told by how they begin; what the server calls them is not believed.
public enum ContentKind: String, Sendable, Hashable, CaseIterable {
    /// No bytes at all.
    case empty = "nothing"
    /// A JSON object or array.
    case json = "JSON"
    /// An HTML page.
    case html = "an HTML page"
    /// XML that is not HTML, SVG included.
    case xml = "XML"
    case jpeg = "JPEG"
    case png = "PNG"
    case gif = "GIF"
    case webp = "WebP"
    case tiff = "TIFF"
    case bmp = "BMP"
    case heif = "HEIF"
    case pdf = "PDF"
    case gzip = "gzip"
    case zip = "ZIP"
    /// Anything else.
    case other = "unknown bytes"

    /// Bytes that are enough to tell.
    public static let prefixNeeded = 512

    /// Whether it is a picture made of pixels.
    public var isPicture: Bool {
        switch self {
        case .jpeg, .png, .gif, .webp, .tiff, .bmp, .heif: true
        default: false
        }
    }

    /// Looks at the first bytes; `prefixNeeded` of them are enough.
    public init(sniffing bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(Self.prefixNeeded))
        guard !head.isEmpty else {
            self = .empty
            return
        }
        self = Self.binary(head) ?? Self.text(head)
    }

    private static func binary(_ head: [UInt8]) -> ContentKind? {
        let signatures: [(ContentKind, [UInt8])] = [
            (.jpeg, [0xFF, 0xD8, 0xFF]), (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
            (.gif, Array("GIF8".utf8)), (.tiff, [0x49, 0x49, 0x2A, 0]),
            (.tiff, [0x4D, 0x4D, 0, 0x2A]),
            (.pdf, Array("%PDF-".utf8)), (.gzip, [0x1F, 0x8B]), (.zip, [0x50, 0x4B, 3, 4]),
            (.bmp, Array("BM".utf8)),
        ]
        for (kind, signature) in signatures where head.starts(with: signature) { return kind }
        guard head.count >= 12 else { return nil }
        if head.starts(with: "RIFF".utf8), head[8..<12].elementsEqual("WEBP".utf8) { return .webp }
        if head[4..<8].elementsEqual("ftyp".utf8) { return .heif }
        return nil
    }

    private static func text(_ head: [UInt8]) -> ContentKind {
        var rest = head[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = rest.first else { return .other }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .json }
        guard first == UInt8(ascii: "<") else { return .other }
        let words = String(decoding: rest, as: UTF8.self).lowercased()
        let page = ["<!doctype html", "<html", "<head", "<body", "<script", "<title", "<!--"]
        if page.contains(where: { words.hasPrefix($0) }) { return .html }
        if words.hasPrefix("<?xml") || words.hasPrefix("<svg") {
            return words.contains("<html") ? .html : .xml
        }
        return .html
    }
}
