/// How the pages of a column are packed; the numbers are the format's.
enum PageCodec: Int, Sendable {
    case none = 0
    case snappy = 1
    case gzip = 2
    case zstd = 6

    private static let others = [3: "LZO", 4: "Brotli", 5: "LZ4", 7: "LZ4"]

    /// Finds a codec.
    ///
    /// - Throws: `Damage.unsupported`, naming it.
    init(number: Int) throws(Damage) {
        guard let codec = PageCodec(rawValue: number) else {
            throw .unsupported("the compression \(Self.others[number] ?? "number \(number)")")
        }
        self = codec
    }

    /// Most bytes a packed byte can stand for.
    ///
    /// A page that claims more is a lie, and is not made room for. Of zstd it is a block of 128 KiB of
    /// one byte in four, of gzip 258 bytes in two bits.
    private var ratioMax: Int {
        switch self {
        case .none: 1
        case .snappy: 32
        case .gzip: 1_032
        case .zstd: 1 << 15
        }
    }

    /// Unpacks bytes that must come to exactly `size`.
    func unpack(
        _ bytes: [UInt8],
        in range: Range<Int>,
        size: Int
    ) throws(Damage) -> [UInt8] {
        guard size / ratioMax <= range.count else {
            throw .wrong("a page is not as long as it says")
        }
        switch self {
        case .none:
            guard range.count == size else { throw .wrong("a page is not as long as it says") }
            return range.count == bytes.count ? bytes : Array(bytes[range])
        case .snappy: return try Snappy.unpack(bytes, in: range, size: size)
        case .gzip: return try Gzip.unpack(bytes, in: range, size: size)
        case .zstd: return try Zstandard.unpack(bytes, in: range, size: size)
        }
    }
}
