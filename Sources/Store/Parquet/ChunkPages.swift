/// Where the pages of one column of one row group lie.
struct ChunkPages: Sendable {
    /// A page with its place in the file.
    struct Page: Sendable {
        let head: PageHead
        /// First byte after its head.
        let offset: Int
        /// First row of the group whose value it holds.
        let firstRow: Int
    }

    /// The page of the dictionary, if there is one.
    private(set) var dictionary: Page?
    /// Pages of values, by their rows.
    private(set) var data: [Page] = []

    /// Most pages of a chunk.
    static let pagesMax = 1 << 18
    /// Bytes first read for a head; most need less.
    private static let headBytes = 512

    /// Walks from head to head.
    init(of chunk: Footer.Chunk, rowCount: Int, in file: ParquetFile) throws(ParquetError) {
        func damaged(_ detail: String) -> ParquetError { .damaged(path: file.path, detail: detail) }
        guard chunk.valueCount == rowCount else { throw damaged("a column lacks rows") }
        var offset = chunk.place.lowerBound
        var row = 0
        var count = 0
        while row < rowCount {
            let (head, length) = try Self.head(at: offset, end: chunk.place.upperBound, in: file)
            offset += length
            guard head.packedSize <= chunk.place.upperBound - offset else {
                throw damaged("a page leaves its column")
            }
            let page = Page(head: head, offset: offset, firstRow: row)
            switch head.kind {
            case .dictionary: dictionary = dictionary ?? page
            case .data, .dataWithLevels:
                guard head.valueCount <= rowCount - row else {
                    throw damaged("a column has too many rows")
                }
                data.append(page)
                row += head.valueCount
            case .other: break
            }
            offset += head.packedSize
            count += 1
            guard count <= Self.pagesMax else {
                throw .tooLarge(
                    path: file.path,
                    what: "a column's pages",
                    found: count,
                    limit: Self.pagesMax
                )
            }
        }
    }

    /// Reads a head with as many bytes as it turns out to need.
    private static func head(
        at offset: Int,
        end: Int,
        in file: ParquetFile
    ) throws(ParquetError) -> (head: PageHead, length: Int) {
        var size = headBytes
        while true {
            let count = min(size, end - offset)
            let bytes = try file.read(at: offset, count: count)
            do throws(Damage) {
                return try PageHead.read(bytes)
            } catch {
                guard case .endsEarly = error, count == size, size < PageHead.headBytesMax else {
                    throw error.error(in: file.path)
                }
                size *= 8
            }
        }
    }

    /// The place in `data` of the page that holds a row; `nil` when none does.
    func page(holding row: Int) -> Int? {
        var low = 0
        var high = data.count
        while low < high {
            let middle = (low + high) / 2
            if data[middle].firstRow <= row { low = middle + 1 } else { high = middle }
        }
        // Pages without values share their first row with the next one; the last of them has it.
        let place = low - 1
        guard place >= 0, row < data[place].firstRow + data[place].head.valueCount else {
            return nil
        }
        return place
    }
}
