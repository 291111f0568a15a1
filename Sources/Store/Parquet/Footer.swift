/// What a file's footer says: columns, where their values lie, and what writers added.
struct Footer: Sendable {
    /// The values of one column in one row group.
    struct Chunk: Sendable {
        let codec: Int
        let valueCount: Int
        /// Where its pages lie in the file.
        let place: Range<Int>
    }

    /// Rows whose values lie together.
    struct Group: Sendable {
        let rowCount: Int
        /// One for each column.
        let chunks: [Chunk]
    }

    let columns: [ParquetColumn]
    let groups: [Group]
    /// Words of the writer, such as `huggingface`.
    let words: [String: String]

    /// Most row groups.
    static let groupsMax = 100_000
    /// Most rows of a group.
    static let rowsMax = 1 << 31

    /// Reads a footer.
    ///
    /// - Parameter dataEnd: where it begins in the file: no page lies behind that.
    init(_ bytes: [UInt8], dataEnd: Int) throws(Damage) {
        var reader = ThriftReader(ByteCursor(bytes))
        let record = try reader.record()
        guard let elements = record.records(2), let groups = record.records(4) else {
            throw .wrong("its footer names no columns or no rows")
        }
        guard groups.count <= Self.groupsMax else {
            throw .tooLarge(what: "the row groups", found: groups.count, limit: Self.groupsMax)
        }
        let columns = try ParquetColumn.leaves(of: elements)
        var read: [Group] = []
        for group in groups {
            read.append(try Self.group(group, of: columns, dataEnd: dataEnd))
        }
        self.columns = columns
        self.groups = read
        words = Dictionary(
            (record.records(5) ?? []).compactMap { pair in
                guard let key = pair.text(1), let value = pair.text(2) else { return nil }
                return (key, value)
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static func group(
        _ record: ThriftRecord,
        of columns: [ParquetColumn],
        dataEnd: Int
    ) throws(Damage) -> Group {
        guard let rows = record.number(3), rows >= 0, let chunks = record.records(1),
            chunks.count == columns.count
        else { throw .wrong("a row group does not fit the columns") }
        guard rows <= rowsMax else {
            throw .tooLarge(what: "a row group", found: rows, limit: rowsMax)
        }
        var read: [Chunk] = []
        for chunk in chunks { read.append(try Self.chunk(chunk, dataEnd: dataEnd)) }
        return Group(rowCount: rows, chunks: read)
    }

    private static func chunk(_ record: ThriftRecord, dataEnd: Int) throws(Damage) -> Chunk {
        if record.has(1) { throw .unsupported("columns in other files") }
        guard let meta = record.record(3) else {
            throw record.has(8)
                ? .unsupported("encryption") : .wrong("a column does not say where it lies")
        }
        guard let codec = meta.number(4), let values = meta.number(5), values >= 0,
            let size = meta.number(7), let data = meta.number(9)
        else { throw .wrong("a column does not say where it lies") }
        // Some writers say 0 where there is no dictionary.
        let dictionary = meta.number(11).flatMap { $0 > 0 ? $0 : nil }
        let start = min(data, dictionary ?? data)
        guard start >= 4, size >= 0, start <= dataEnd, size <= dataEnd - start else {
            throw .wrong("a column lies outside the file")
        }
        return Chunk(codec: codec, valueCount: values, place: start..<(start + size))
    }
}
