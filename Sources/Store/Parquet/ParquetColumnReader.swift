import Synchronization

/// Reads the values of one column, in any order; rows one after another are cheapest.
///
/// Any thread may ask. It keeps the last `keptMax` pages unpacked, so that readers near a page's
/// border do not unpack it again and again: memory is that many pages, of at most 512 MiB each.
public final class ParquetColumnReader: Sendable {
    /// Pages, dictionaries and tables of pages that are kept.
    public static let keptMax = 2

    private struct Place: Hashable {
        let group: Int
        let page: Int
    }

    /// What was read last; failures too, so that a broken page is not tried for every row.
    private struct State {
        var tables = Recent<Int, Result<ChunkPages, ParquetError>>()
        var dictionaries = Recent<Int, Result<ColumnValues?, ParquetError>>()
        var pages = Recent<Place, Result<DecodedPage, ParquetError>>()
    }

    private let file: ParquetFile
    private let place: Int
    private let column: ParquetColumn
    private let state = Mutex(State())

    /// Prepares to read a column, by its place among `file.columns`.
    ///
    /// - Throws: `ParquetError.unsupported` for a column whose kind is `unread`, or that is packed in a
    ///   way that is not read.
    /// - Precondition: the file has that column.
    public init(_ file: ParquetFile, column place: Int) throws(ParquetError) {
        column = file.columns[place]
        guard column.kind != .unread else {
            let name = column.path.joined(separator: ".")
            throw .unsupported(path: file.path, feature: "another type in column \(name)")
        }
        for group in file.footer.groups {
            let codec = group.chunks[place].codec
            _ = try naming(file.path) { () throws(Damage) in try PageCodec(number: codec) }
        }
        self.file = file
        self.place = place
    }

    /// The value of a row of a row group; `nil` where it has none.
    ///
    /// - Precondition: the file has that group, and the group that row.
    public func value(group: Int, row: Int) throws(ParquetError) -> ParquetValue? {
        precondition((0..<file.footer.groups[group].rowCount).contains(row))
        return try state.withLock { state throws(ParquetError) in
            let table = try state.tables.value(for: group) { pages(of: group) }.get()
            guard let page = table.page(holding: row) else {
                throw .damaged(path: file.path, detail: "a column lacks rows")
            }
            let dictionary = state.dictionaries.value(for: group) {
                self.dictionary(in: table, group: group)
            }
            let decoded = try state.pages.value(for: Place(group: group, page: page)) {
                self.page(table.data[page], group: group, dictionary)
            }.get()
            return decoded[row - table.data[page].firstRow]
        }
    }

    private func chunk(_ group: Int) -> Footer.Chunk { file.footer.groups[group].chunks[place] }

    private func pages(of group: Int) -> Result<ChunkPages, ParquetError> {
        Result { () throws(ParquetError) in
            try ChunkPages(
                of: chunk(group),
                rowCount: file.footer.groups[group].rowCount,
                in: file
            )
        }
    }

    private func codec(_ group: Int) throws(ParquetError) -> PageCodec {
        try naming(file.path) { () throws(Damage) in try PageCodec(number: chunk(group).codec) }
    }

    private func dictionary(
        in table: ChunkPages,
        group: Int
    ) -> Result<ColumnValues?, ParquetError> {
        Result { () throws(ParquetError) -> ColumnValues? in
            guard let page = table.dictionary else { return nil }
            let body = try file.read(at: page.offset, count: page.head.packedSize)
            let codec = try codec(group)
            return try naming(file.path) { () throws(Damage) in
                try DecodedPage.dictionary(page.head, body: body, column: column, codec: codec)
            }
        }
    }

    private func page(
        _ page: ChunkPages.Page,
        group: Int,
        _ dictionary: Result<ColumnValues?, ParquetError>
    ) -> Result<DecodedPage, ParquetError> {
        Result { () throws(ParquetError) in
            let dictionary = try dictionary.get()
            let body = try file.read(at: page.offset, count: page.head.packedSize)
            let codec = try codec(group)
            return try naming(file.path) { () throws(Damage) in
                try DecodedPage(
                    page.head,
                    body: body,
                    column: column,
                    codec: codec,
                    dictionary: dictionary
                )
            }
        }
    }
}

/// The values that were asked for last.
struct Recent<Key: Hashable, Value> {
    private var entries: [(key: Key, value: Value)] = []

    /// The kept value, or a new one, for which the oldest is dropped first.
    mutating func value(for key: Key, make: () -> Value) -> Value {
        if let found = entries.firstIndex(where: { $0.key == key }) {
            let entry = entries.remove(at: found)
            entries.append(entry)
            return entry.value
        }
        if entries.count >= ParquetColumnReader.keptMax { entries.removeFirst() }
        let value = make()
        entries.append((key, value))
        return value
    }
}
