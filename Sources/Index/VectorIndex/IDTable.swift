/// Finds the rows of ids in the segment that takes new rows: a hash table with open addressing.
///
/// Whether a row is live is the caller's matter: an id that moved on leaves its old row in the table.
/// Segments that take no more rows have a ``RowOrder`` instead.
struct IDTable: Sendable {
    /// Half of an entry is of the id's hash and never 0, the low half the row.
    ///
    /// 0 where there is nothing.
    private var entries: [UInt32] = []
    private var count = 0

    /// The live row of an id.
    func row(of id: UInt64, in view: SegmentView) -> Int? {
        guard !entries.isEmpty else { return nil }
        let hash = Self.hash(id)
        let mark = Self.mark(hash)
        var place = place(hash)
        while entries[place] != 0 {
            if entries[place] & 0xFFFF_0000 == mark {
                let row = Int(entries[place] & 0xFFFF)
                if view.segment.planes.ids[row] == id, view.isLive(row) { return row }
            }
            place = next(place)
        }
        return nil
    }

    /// Lists the next row, which the segment has just been given.
    mutating func append(_ id: UInt64) {
        if entries.isEmpty { entries = Array(repeating: 0, count: 2 * IndexWriter.tailRowsMax) }
        let hash = Self.hash(id)
        var place = place(hash)
        while entries[place] != 0 { place = next(place) }
        entries[place] = Self.mark(hash) | UInt32(count)
        count += 1
    }

    private func place(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash) & (entries.count - 1)
    }

    private func next(_ place: Int) -> Int { (place + 1) & (entries.count - 1) }

    private static func mark(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash >> 32) & 0xFFFF_0000 | 0x8000_0000
    }

    /// Ids are often numbered in order, or differ in high bits only.
    private static func hash(_ id: UInt64) -> UInt64 {
        var mixed = (id ^ id >> 32) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        return mixed
    }
}
