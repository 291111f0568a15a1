/// A page of a column: where it lies, and how it is written.
struct PageHead: Sendable {
    /// What a page holds.
    enum Kind: Sendable, Hashable {
        /// The values that others point at.
        case dictionary
        /// Values, their levels packed with them.
        case data
        /// Values, their levels before them as they are.
        case dataWithLevels(repetition: Int, definition: Int)
        /// Nothing that is needed.
        case other
    }

    let kind: Kind
    /// Bytes in the file, after the head.
    let packedSize: Int
    /// Bytes when unpacked, those of the levels included.
    let size: Int
    let valueCount: Int
    let encoding: Int
    /// How levels of definition are written, for `data`.
    let levelEncoding: Int
    /// Whether the values are packed at all.
    let isPacked: Bool

    /// Largest page, packed or not: a thousand photos of half a megabyte.
    static let bytesMax = 512 << 20
    /// Most values of a page.
    static let valuesMax = 1 << 22
    /// Longest head; statistics may make it long.
    static let headBytesMax = 1 << 20

    /// Reads a head.
    ///
    /// - Returns: the head and its length in bytes.
    /// - Throws: `Damage.endsEarly` when more bytes are needed.
    static func read(_ bytes: [UInt8]) throws(Damage) -> (head: PageHead, length: Int) {
        var reader = ThriftReader(ByteCursor(bytes))
        let record = try reader.record()
        guard let kind = record.number(1), let size = record.number(2),
            let packed = record.number(3), size >= 0, packed >= 0
        else { throw .wrong("a page has no size") }
        for found in [size, packed] where found > bytesMax {
            throw .tooLarge(what: "a page", found: found, limit: bytesMax)
        }
        let head = try head(record, kind: kind, size: size, packed: packed)
        guard head.valueCount >= 0 else { throw .wrong("a page has fewer than no values") }
        guard head.valueCount <= valuesMax else {
            throw .tooLarge(what: "a page's values", found: head.valueCount, limit: valuesMax)
        }
        return (head, reader.cursor.offset)
    }

    private static func head(
        _ record: ThriftRecord,
        kind: Int,
        size: Int,
        packed: Int
    ) throws(Damage) -> PageHead {
        switch kind {
        case 0:
            guard let data = record.record(5) else { break }
            return PageHead(data, .data, size, packed, levels: data.number(3) ?? -1)
        case 2:
            guard let data = record.record(7) else { break }
            return PageHead(data, .dictionary, size, packed)
        case 3:
            guard let data = record.record(8), let definition = data.number(5),
                let repetition = data.number(6), definition >= 0, repetition >= 0,
                definition <= packed, repetition <= packed - definition,
                definition + repetition <= size
            else { break }
            return PageHead(
                data,
                .dataWithLevels(repetition: repetition, definition: definition),
                size,
                packed,
                encodingField: 4,
                isPacked: data.flag(7) ?? true
            )
        default:
            return PageHead(ThriftRecord(), .other, size, packed)
        }
        throw .wrong("a page's head is not whole")
    }

    private init(
        _ record: ThriftRecord,
        _ kind: Kind,
        _ size: Int,
        _ packed: Int,
        encodingField: Int = 2,
        levels: Int = 3,
        isPacked: Bool = true
    ) {
        self.kind = kind
        self.size = size
        packedSize = packed
        valueCount = record.number(1) ?? 0
        encoding = record.number(encodingField) ?? -1
        levelEncoding = levels
        self.isPacked = isPacked
    }
}
