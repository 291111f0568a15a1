/// Unpacks Snappy's raw format, as Parquet pages use it.
///
/// Source: Google's "Snappy compressed format description".
enum Snappy {
    /// Unpacks a block that must hold exactly so many bytes.
    static func unpack(
        _ bytes: [UInt8],
        in range: Range<Int>,
        size: Int
    ) throws(Damage) -> [UInt8] {
        var cursor = ByteCursor(bytes, in: range)
        guard try cursor.variable() == UInt64(size) else {
            throw .wrong("a page is not as long as it says")
        }
        var output = [UInt8](repeating: 0, count: size)
        let isWhole = bytes.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                unpack(UnsafeBufferPointer(rebasing: source[cursor.rest]), into: target)
            }
        }
        guard isWhole else { throw .wrong("a page's snappy data make no sense") }
        return output
    }

    /// - Returns: whether the input was sound and filled the output exactly.
    private static func unpack(
        _ source: UnsafeBufferPointer<UInt8>,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        var read = 0
        var made = 0
        /// A little-endian number of up to four bytes; `nil` at the end.
        func number(_ count: Int) -> Int? {
            guard source.count - read >= count else { return nil }
            defer { read += count }
            return (0..<count).reduce(0) { $0 | Int(source[read + $1]) << (8 * $1) }
        }
        while read < source.count {
            let tag = Int(source[read])
            read += 1
            let length: Int
            let distance: Int
            switch tag & 3 {
            case 0:
                let short = tag >> 2
                guard let more = short < 60 ? short : number(short - 59),
                    source.count - read > more, target.count - made > more
                else { return false }
                for place in 0...more { target[made + place] = source[read + place] }
                read += more + 1
                made += more + 1
                continue
            case 1:
                guard let low = number(1) else { return false }
                length = (tag >> 2 & 7) + 4
                distance = (tag >> 5) << 8 | low
            default:
                guard let far = number(tag & 3 == 2 ? 2 : 4) else { return false }
                length = (tag >> 2) + 1
                distance = far
            }
            guard distance > 0, distance <= made, length <= target.count - made else {
                return false
            }
            // A copy may run into what it makes, so byte by byte.
            for place in made..<(made + length) { target[place] = target[place - distance] }
            made += length
        }
        return made == target.count
    }
}
