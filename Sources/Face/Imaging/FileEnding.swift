/// Looks at a file's skeleton, not its pixels: to tell a file that was cut short from one that is
/// broken inside.
enum FileEnding {
    /// Whether the file has the end its format prescribes; true where that cannot be told.
    static func isComplete(_ bytes: UnsafeBufferPointer<UInt8>, format: ImageFormat) -> Bool {
        switch format {
        case .jpeg: return JPEGSkeleton(bytes).hasEnd
        case .png, .ico: return pngHasEnd(bytes)
        case .gif: return bytes.last { $0 != 0 } == 0x3B
        case .webp: return bytes.littleEndian32(at: 4) + 8 <= bytes.count
        case .tiff: return TIFFSkeleton(bytes).isInside
        case .heic, .avif: return boxesAreInside(bytes)
        case .bmp: return true
        }
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
