/// One value of a column.
public enum ParquetValue: Sendable, Hashable {
    /// Bytes or text; a slice of a page, so copy it to keep it.
    case bytes(ArraySlice<UInt8>)
    /// A whole number.
    case integer(Int64)
    /// A floating-point number.
    case number(Double)
}

/// Values of one page or dictionary.
enum ColumnValues: Sendable {
    case bytes(storage: [UInt8], places: [Range<Int>])
    case integers([Int64])
    case numbers([Double])

    var count: Int {
        switch self {
        case .bytes(_, let places): places.count
        case .integers(let values): values.count
        case .numbers(let values): values.count
        }
    }

    /// - Precondition: the place is below `count`.
    subscript(place: Int) -> ParquetValue {
        switch self {
        case .bytes(let storage, let places): .bytes(storage[places[place]])
        case .integers(let values): .integer(values[place])
        case .numbers(let values): .number(values[place])
        }
    }

    /// Reads so many values that lie one after another (the encoding PLAIN).
    static func plain(
        _ cursor: inout ByteCursor,
        _ physical: ParquetColumn.Physical,
        count: Int
    ) throws(Damage) -> ColumnValues {
        switch physical {
        case .bytes:
            // A value takes four bytes at least.
            guard count <= cursor.left / 4 else { throw .endsEarly }
            var places: [Range<Int>] = []
            places.reserveCapacity(count)
            for _ in 0..<count { places.append(try cursor.take(try cursor.length())) }
            return .bytes(storage: cursor.bytes, places: places)
        case .int32:
            return .integers(
                try words(&cursor, 4, count).map { Int64(Int32(truncatingIfNeeded: $0)) }
            )
        case .int64:
            return .integers(try words(&cursor, 8, count).map { Int64(bitPattern: $0) })
        case .float:
            return .numbers(
                try words(&cursor, 4, count).map {
                    Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0)))
                }
            )
        case .double:
            return .numbers(try words(&cursor, 8, count).map { Double(bitPattern: $0) })
        case .boolean, .int96, .fixedBytes:
            throw .unsupported("values that are neither text nor numbers")
        }
    }

    /// The values at these places of a dictionary.
    func picked(_ indices: [UInt32]) throws(Damage) -> ColumnValues {
        let count = UInt32(clamping: count)
        guard indices.allSatisfy({ $0 < count }) else {
            throw .wrong("a value is not in its dictionary")
        }
        return switch self {
        case .bytes(let storage, let places):
            .bytes(storage: storage, places: indices.map { places[Int($0)] })
        case .integers(let values): .integers(indices.map { values[Int($0)] })
        case .numbers(let values): .numbers(indices.map { values[Int($0)] })
        }
    }

    /// Little-endian words of so many bytes.
    private static func words(
        _ cursor: inout ByteCursor,
        _ size: Int,
        _ count: Int
    ) throws(Damage) -> [UInt64] {
        guard count <= cursor.left / size else { throw .endsEarly }
        var words: [UInt64] = []
        words.reserveCapacity(count)
        for _ in 0..<count { words.append(try cursor.littleEndian(size)) }
        return words
    }
}
