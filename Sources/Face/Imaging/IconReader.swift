/// Reads the largest picture of a Windows icon: a bitmap, or a PNG.
///
/// Source: Microsoft, *ICO file format*: a directory of 16-byte entries, each with an offset.
struct IconReader {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    func decode(_ plan: DecodePlan) throws(ImagingError) -> DecodedImage {
        let entry = try largestEntry()
        let inside = UnsafeBufferPointer(rebasing: bytes[entry.offset..<entry.offset + entry.size])
        guard inside.matches([0x89, 0x50, 0x4E, 0x47]) else {
            return try BitmapReader(icon: inside).decode(plan)
        }
        return try VipsDecoder(bytes: inside, format: .ico).decode(plan)
    }

    private struct Entry {
        let edges: Int
        let depth: Int
        let offset: Int
        let size: Int
    }

    private func largestEntry() throws(ImagingError) -> Entry {
        let count = bytes.littleEndian16(at: 4)
        let directoryEnd = 6 + count * 16
        guard directoryEnd <= bytes.count else { throw .damaged(.ico, .headerCutShort) }
        let entries = (0..<count).map { entry(at: 6 + $0 * 16) }
        guard
            let best = entries.max(by: { ($0.edges, $0.depth) < ($1.edges, $1.depth) })
        else { throw .damaged(.ico, .field("it holds no picture")) }
        guard best.offset >= directoryEnd, best.size > 0 else {
            throw .damaged(.ico, .field("a picture is said to lie inside its directory"))
        }
        guard best.offset + best.size <= bytes.count else {
            throw .damaged(.ico, .field("it ends early, inside its largest picture"))
        }
        return best
    }

    private func entry(at start: Int) -> Entry {
        // A stored 0 means 256.
        let width = (Int(bytes[start]) + 255) % 256 + 1
        let height = (Int(bytes[start + 1]) + 255) % 256 + 1
        return Entry(
            edges: width * height,
            depth: bytes.littleEndian16(at: start + 6),
            offset: bytes.littleEndian32(at: start + 12),
            size: bytes.littleEndian32(at: start + 8)
        )
    }
}
