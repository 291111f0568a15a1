/// Parquet's mixture of runs and packed bits, for levels and for places in a dictionary.
///
/// Source: the Parquet format's "Encodings", RLE / bit-packing hybrid.
enum HybridRuns {
    /// Reads so many numbers of `width` bits, 0 to 32.
    static func read(
        _ cursor: inout ByteCursor,
        width: Int,
        count: Int
    ) throws(Damage) -> [UInt32] {
        guard (0...32).contains(width) else { throw .wrong("a number has \(width) bits") }
        var values: [UInt32] = []
        values.reserveCapacity(count)
        while values.count < count {
            let head = try cursor.variable()
            let length = Int(head >> 1)
            guard length > 0 else { throw .wrong("a run is empty") }
            let left = count - values.count
            if head & 1 == 0 {
                let value = try cursor.littleEndian((width + 7) / 8)
                guard value >> UInt64(width) == 0 else { throw .wrong("a level is too great") }
                values.append(contentsOf: repeatElement(UInt32(value), count: min(length, left)))
            } else {
                try unpack(&cursor, width: width, groups: length, left: left, into: &values)
            }
        }
        return values
    }

    /// Groups of eight numbers, least bits first; the last ones may be padding.
    private static func unpack(
        _ cursor: inout ByteCursor,
        width: Int,
        groups: Int,
        left: Int,
        into values: inout [UInt32]
    ) throws(Damage) {
        let wanted = min(left, groups > left ? left : groups * 8)
        // Writers may leave out the padding of the last group, so only what is wanted is required.
        let whole = width == 0 ? 0 : min(cursor.left, min(groups, cursor.left) * width)
        let needed = (wanted * width + 7) / 8
        guard needed <= whole else { throw .endsEarly }
        let range = try cursor.take(whole)
        let mask: UInt64 = width == 0 ? 0 : UInt64.max >> UInt64(64 - width)
        var place = range.lowerBound
        var bits: UInt64 = 0
        var held = 0
        for _ in 0..<wanted {
            while held < width {
                bits |= UInt64(cursor.bytes[place]) << UInt64(held)
                place += 1
                held += 8
            }
            values.append(UInt32(bits & mask))
            bits >>= UInt64(width)
            held -= width
        }
    }
}
