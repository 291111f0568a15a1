/// The first directory of a TIFF file, as far as it tells where the file should end.
///
/// Source: Adobe, *TIFF 6.0*, section 2. BigTIFF is taken to be complete.
struct TIFFSkeleton {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let isLittle: Bool

    /// Whether the directory, the values it points to, and the strips or tiles of pixels lie inside
    /// the file.
    private(set) var isInside = true

    /// Whether this is a TIFF file of the usual kind.
    let isClassic: Bool

    /// The first value of the tag `Orientation`; `nil` without one.
    private(set) var orientation: Int?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        isLittle = bytes.matches("II")
        isClassic =
            (isLittle || bytes.matches("MM"))
            && (isLittle ? bytes.littleEndian16(at: 2) : bytes.bigEndian16(at: 2)) == 42
        guard isClassic else { return }
        let start = field(at: 4, bytes: 4)
        let entries = field(at: start, bytes: 2)
        isInside = start + 2 + entries * 12 + 4 <= bytes.count
        guard isInside else { return }
        var places: [Entry] = []
        var lengths: [Entry] = []
        for index in 0..<entries {
            let entry = entry(at: start + 2 + index * 12)
            guard entry.start + entry.count * entry.valueBytes <= bytes.count else {
                isInside = false
                return
            }
            if entry.tag == 273 || entry.tag == 324 { places.append(entry) }
            if entry.tag == 274, entry.count > 0 { orientation = value(0, of: entry) }
            if entry.tag == 279 || entry.tag == 325 { lengths.append(entry) }
        }
        guard let places = places.first, let lengths = lengths.first else { return }
        isInside = (0..<min(places.count, lengths.count)).allSatisfy { index in
            value(index, of: places) + value(index, of: lengths) <= bytes.count
        }
    }

    private struct Entry {
        let tag: Int
        let valueBytes: Int
        let count: Int
        let start: Int
    }

    /// Values of up to four bytes stand in the entry itself, others where it points.
    private func entry(at offset: Int) -> Entry {
        let sizes = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8]
        let valueBytes = sizes[field(at: offset + 2, bytes: 2)] ?? 1
        let count = field(at: offset + 4, bytes: 4)
        let isInEntry = count * valueBytes <= 4
        return Entry(
            tag: field(at: offset, bytes: 2),
            valueBytes: valueBytes,
            count: count,
            start: isInEntry ? offset + 8 : field(at: offset + 8, bytes: 4)
        )
    }

    private func value(_ index: Int, of entry: Entry) -> Int {
        field(at: entry.start + index * entry.valueBytes, bytes: min(entry.valueBytes, 4))
    }

    private func field(at offset: Int, bytes count: Int) -> Int {
        switch (count, isLittle) {
        case (1, _): return offset < bytes.count ? Int(bytes[offset]) : 0
        case (2, true): return bytes.littleEndian16(at: offset)
        case (2, false): return bytes.bigEndian16(at: offset)
        case (_, true): return bytes.littleEndian32(at: offset)
        case (_, false): return bytes.bigEndian32(at: offset)
        }
    }
}
