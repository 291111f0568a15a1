/// The values of a data page, row by row.
struct DecodedPage: Sendable {
    private let values: ColumnValues
    /// Where each row's value is, -1 where it has none; `nil` when every row has one.
    private let places: [Int32]?

    /// The value of a row of this page.
    ///
    /// - Precondition: the page has that row.
    subscript(row: Int) -> ParquetValue? {
        guard let places else { return values[row] }
        return places[row] < 0 ? nil : values[Int(places[row])]
    }

    /// The encodings that are read; the numbers are the format's.
    private enum Encoding: Int {
        case plain = 0
        case plainDictionary = 2
        case dictionary = 8
    }

    /// How levels are written in runs; the number is the format's.
    private static let runs = 3

    /// Reads a page of a column that holds no lists.
    ///
    /// - Parameters:
    ///   - body: its bytes, levels first.
    ///   - dictionary: the chunk's dictionary, if it has one.
    init(
        _ head: PageHead,
        body: [UInt8],
        column: ParquetColumn,
        codec: PageCodec,
        dictionary: ColumnValues?
    ) throws(Damage) {
        var levels: [UInt32]?
        var cursor: ByteCursor
        if case .dataWithLevels(let repetition, let definition) = head.kind {
            var bare = ByteCursor(body)
            _ = try bare.take(repetition)
            var own = ByteCursor(body, in: try bare.take(definition))
            levels = try Self.levels(&own, column, count: head.valueCount)
            let size = head.size - repetition - definition
            cursor =
                head.isPacked
                ? ByteCursor(try Self.unpack(body, in: bare.rest, size: size, codec)) : bare
        } else {
            cursor = ByteCursor(try Self.unpack(body, in: 0..<body.count, size: head.size, codec))
            if column.definitionMax > 0 {
                guard head.levelEncoding == Self.runs else {
                    throw .unsupported("levels that are not written in runs")
                }
                var own = ByteCursor(
                    cursor.bytes,
                    in: try cursor.take(try cursor.length())
                )
                levels = try Self.levels(&own, column, count: head.valueCount)
            }
        }
        var present = head.valueCount
        places = levels.map { levels in
            present = 0
            return levels.map { level in
                guard level == column.definitionMax else { return -1 }
                present += 1
                return Int32(present - 1)
            }
        }
        values = try Self.values(
            &cursor,
            column,
            count: present,
            encoding: head.encoding,
            dictionary
        )
    }

    private static func unpack(
        _ bytes: [UInt8],
        in range: Range<Int>,
        size: Int,
        _ codec: PageCodec
    ) throws(Damage) -> [UInt8] {
        // Some writers leave pages of nothing but absent values empty.
        if size == 0, range.isEmpty { return [] }
        return try codec.unpack(bytes, in: range, size: size)
    }

    private static func levels(
        _ cursor: inout ByteCursor,
        _ column: ParquetColumn,
        count: Int
    ) throws(Damage) -> [UInt32]? {
        if column.definitionMax == 0 { return nil }
        let width = Int.bitWidth - column.definitionMax.leadingZeroBitCount
        return try HybridRuns.read(&cursor, width: width, count: count)
    }

    private static func values(
        _ cursor: inout ByteCursor,
        _ column: ParquetColumn,
        count: Int,
        encoding: Int,
        _ dictionary: ColumnValues?
    ) throws(Damage) -> ColumnValues {
        switch Encoding(rawValue: encoding) {
        case .plain: return try .plain(&cursor, column.physical, count: count)
        case .plainDictionary, .dictionary:
            guard let dictionary else { throw .wrong("a column lacks its dictionary") }
            if count == 0 { return try dictionary.picked([]) }
            let width = Int(try cursor.byte())
            let indices = try HybridRuns.read(&cursor, width: width, count: count)
            return try dictionary.picked(indices)
        case nil: throw .unsupported("the encoding number \(encoding)")
        }
    }

    /// Reads a dictionary.
    static func dictionary(
        _ head: PageHead,
        body: [UInt8],
        column: ParquetColumn,
        codec: PageCodec
    ) throws(Damage) -> ColumnValues {
        guard [Encoding.plain.rawValue, Encoding.plainDictionary.rawValue].contains(head.encoding)
        else { throw .unsupported("a dictionary of the encoding number \(head.encoding)") }
        let bytes = try unpack(body, in: 0..<body.count, size: head.size, codec)
        var cursor = ByteCursor(bytes)
        return try .plain(&cursor, column.physical, count: head.valueCount)
    }
}
