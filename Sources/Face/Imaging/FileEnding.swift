#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Looks at a file's skeleton, not its pixels: to tell a file that was cut short from one that is
/// broken inside, and to count a JPEG's scans.
enum FileEnding {
    /// Whether the file has the end its format prescribes; true where that cannot be told.
    static func isComplete(_ bytes: UnsafeBufferPointer<UInt8>, format: ImageFormat) -> Bool {
        switch format {
        case .jpeg: return jpegSkeleton(bytes).hasEnd
        case .png, .ico: return pngHasEnd(bytes)
        case .gif: return bytes.last { $0 != 0 } == 0x3B
        case .webp: return bytes.littleEndian32(at: 4) + 8 <= bytes.count
        case .tiff: return tiffDirectoryIsInside(bytes)
        case .heic, .avif: return boxesAreInside(bytes)
        case .bmp: return true
        }
    }

    /// How many scans (passes over the picture) a JPEG holds.
    static func jpegScanCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        jpegSkeleton(bytes).scans
    }

    /// Walks the markers up to the end of the picture; what follows it (a phone's video, say) is
    /// not looked at.
    ///
    /// Source: ITU-T T.81, annex B.
    private static func jpegSkeleton(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (scans: Int, hasEnd: Bool) {
        guard let base = bytes.baseAddress else { return (0, false) }
        var scans = 0
        var position = 2
        while position + 1 < bytes.count {
            guard
                let found = memchr(base + position, 0xFF, bytes.count - position - 1)
            else { return (scans, false) }
            let marker = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found)) + 1
            switch bytes[marker] {
            case 0xD9:
                return (scans, true)
            case 0x00, 0x01, 0xD0...0xD8:
                position = marker + 1
            case 0xFF:
                position = marker
            default:
                if bytes[marker] == 0xDA { scans += 1 }
                position = marker + 1 + max(2, bytes.bigEndian16(at: marker + 1))
            }
        }
        return (scans, false)
    }

    private static func pngHasEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 8
        while position + 12 <= bytes.count {
            if bytes.matches("IEND", at: position + 4) { return true }
            position += 12 + bytes.bigEndian32(at: position)
        }
        // A broken length leads the walk astray in a file that is all there.
        return (0..<16).contains { bytes.matches("IEND", at: bytes.count - 4 - $0) }
    }

    private static func tiffDirectoryIsInside(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let isLittle = bytes.matches("II")
        return (isLittle ? bytes.littleEndian32(at: 4) : bytes.bigEndian32(at: 4)) < bytes.count
    }

    private static func boxesAreInside(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        while position + 8 <= bytes.count {
            let size = bytes.bigEndian32(at: position)
            // 0: up to the end of the file; 1: a 64-bit size follows, which photos do not need.
            guard size >= 8 else { return true }
            position += size
        }
        return position == bytes.count
    }
}
