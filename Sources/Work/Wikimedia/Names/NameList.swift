/// A list of people in a file, read as it is needed: names one a line, or IMDb's `name.basics.tsv`,
/// packed with gzip or not.
public struct NameList: Sendable {
    private let path: String
    private let filter: IMDbFilter
    /// Whether it is IMDb's file, whose rows the filter chooses among and whose terms must be shown.
    public let isIMDb: Bool

    /// Looks at a file's head.
    ///
    /// - Parameter filter: which rows of IMDb's file are taken; other lists are taken whole.
    /// - Throws: `badList`.
    public init(path: String, filter: IMDbFilter = IMDbFilter()) throws(WikimediaError) {
        self.path = path
        self.filter = filter
        let head = try LineReader(path: path).next() ?? ""
        isIMDb = head.split(separator: "\t").map(String.init) == IMDbRow.columns
    }

    /// Starts at the first line.
    func makeCursor() throws(WikimediaError) -> Cursor {
        Cursor(list: self, reader: try LineReader(path: path))
    }

    /// A walk through the list; belongs to one task.
    final class Cursor {
        private let list: NameList
        private let reader: LineReader
        private let name: String
        private var lastID = ""

        init(list: NameList, reader: LineReader) {
            self.list = list
            self.reader = reader
            name = list.path.split(separator: "/").last.map(String.init) ?? list.path
        }

        /// The next entry; lines that name nobody, and IMDb rows that do not pass, are skipped.
        func next() throws(WikimediaError) -> NameEntry? {
            while let line = try reader.next() {
                let place = "\(name):\(reader.number)"
                if !list.isIMDb {
                    if let entry = NameEntry(line: line, place: place) { return entry }
                    continue
                }
                // Some rows are doubled, one right after the other.
                guard let row = IMDbRow(line: line), row.id != lastID, list.filter.admits(row)
                else { continue }
                lastID = row.id
                let key = NameEntry.Key.imdb(row.id, name: row.name, birthYear: row.birthYear)
                return NameEntry(place: place, key: key)
            }
            return nil
        }
    }
}
