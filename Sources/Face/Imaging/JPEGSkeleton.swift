#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The markers of a JPEG file up to the end of its picture; what follows (a phone's video, say) is
/// not looked at.
///
/// Source: ITU-T T.81, annex B.
struct JPEGSkeleton {
    /// How many scans (passes over the picture) there are.
    private(set) var scans = 0

    /// Whether the picture has an end marker.
    private(set) var hasEnd = false

    /// Whether nothing but segments stands before the first scan, and the version is a known one.
    ///
    /// Many cameras and editors are sloppy there, which harms no pixel but makes libjpeg warn.
    private(set) var hasTidyHeader = true

    /// Where the EXIF data lie, without their head.
    private var exif: [Range<Int>] = []

    /// Scans a picture may have: encoders write about ten, and each costs a pass over all of it.
    static let scansMax = 100

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        var position = 2
        while position + 1 < bytes.count,
            let found = memchr(base + position, 0xFF, bytes.count - position - 1)
        {
            let start = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            if scans == 0 && start != position { hasTidyHeader = false }
            switch bytes[start + 1] {
            case 0xD9:
                hasEnd = true
                return
            case 0x00, 0x01, 0xD0...0xD8:
                position = start + 2
            case 0xFF:
                position = start + 1
            case let marker:
                if marker == 0xDA { scans += 1 }
                if bytes.matches("JFIF", at: start + 4),
                    bytes.littleEndian16(at: start + 9) & 0xFF != 1
                {
                    hasTidyHeader = false
                }
                let end = start + 2 + max(2, bytes.bigEndian16(at: start + 2))
                if marker == 0xE1, bytes.matches("Exif", at: start + 4) {
                    exif.append(min(start + 10, end)..<end)
                }
                position = end
            }
        }
    }

    /// How the rows must be turned to be upright: as they are where the file does not say.
    ///
    /// - Returns: `nil` when it says so in a way that takes more care to read.
    func orientation(in bytes: UnsafeBufferPointer<UInt8>) -> Orientation? {
        guard let range = exif.first else { return .upright }
        guard exif.count == 1, range.upperBound <= bytes.count else { return nil }
        let directory = TIFFSkeleton(UnsafeBufferPointer(rebasing: bytes[range]))
        guard directory.isClassic, directory.isInside else { return nil }
        return directory.orientation.map(Orientation.init(rawValue:)) ?? .upright
    }
}
