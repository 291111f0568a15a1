/// Finds the rows of ids in one segment.
///
/// The ids of a segment read from a file are listed a part at a time, as changes come: the first
/// change after opening must not wait until a million ids are listed. What is not listed yet is
/// searched row by row. Whether a row is live is the caller's matter: an id that moved on leaves its
/// old row in the table.
struct IDTable: Sendable {
    /// Rows a part lists, about a fifth of a millisecond's work; as many as a slot of an entry tells
    /// apart.
    static let partRows = 32_768

    /// Open addressing over some consecutive rows.
    private struct Part {
        let firstRow: Int
        /// Half of an entry is of the id's hash and never 0, the low half the row past `firstRow`.
        ///
        /// 0 where there is nothing.
        var entries: [UInt32]

        init(firstRow: Int, capacity: Int) {
            self.firstRow = firstRow
            var size = 64
            while size < 2 * capacity { size *= 2 }
            entries = Array(repeating: 0, count: size)
        }

        mutating func insert(_ id: UInt64, row: Int) {
            let hash = IDTable.hash(id)
            let mask = entries.count - 1
            var place = Int(truncatingIfNeeded: hash) & mask
            while entries[place] != 0 { place = (place + 1) & mask }
            entries[place] = IDTable.mark(hash) | UInt32(row - firstRow)
        }

        func row(of id: UInt64, hash: UInt64, in view: SegmentView) -> Int? {
            let mask = entries.count - 1
            let mark = IDTable.mark(hash)
            var place = Int(truncatingIfNeeded: hash) & mask
            while entries[place] != 0 {
                if entries[place] & 0xFFFF_0000 == mark {
                    let row = firstRow + Int(entries[place] & 0xFFFF)
                    if view.segment.planes.ids[row] == id, view.isLive(row) { return row }
                }
                place = (place + 1) & mask
            }
            return nil
        }
    }

    private var parts: [Part] = []
    /// Rows before this one are listed.
    private(set) var listedCount = 0

    /// The table of a segment whose ids are still to be listed.
    init() {}

    /// The table of all rows of a view.
    init(listing view: SegmentView) {
        while listPart(of: view) {}
    }

    /// The live row of an id.
    func row(of id: UInt64, in view: SegmentView) -> Int? {
        let hash = Self.hash(id)
        for part in parts {
            if let row = part.row(of: id, hash: hash, in: view) { return row }
        }
        return unlistedRow(of: id, in: view)
    }

    /// Lists the next row, which a segment in memory has just been given.
    mutating func append(_ id: UInt64, capacity: Int) {
        if listedCount % Self.partRows == 0 {
            parts.append(
                Part(
                    firstRow: listedCount,
                    capacity: min(capacity - listedCount, Self.partRows)
                )
            )
        }
        parts[parts.count - 1].insert(id, row: listedCount)
        listedCount += 1
    }

    /// Lists a part more; returns whether there was one.
    mutating func listPart(of view: SegmentView) -> Bool {
        guard listedCount < view.count else { return false }
        let end = min(view.count, listedCount + Self.partRows)
        var part = Part(firstRow: listedCount, capacity: end - listedCount)
        for row in listedCount..<end { part.insert(view.segment.planes.ids[row], row: row) }
        parts.append(part)
        listedCount = end
        return true
    }

    private func unlistedRow(of id: UInt64, in view: SegmentView) -> Int? {
        let ids = UnsafeRawPointer(view.segment.planes.ids)
        let wanted = SIMD8<UInt64>(repeating: id)
        var row = listedCount
        while row + 32 <= view.count {
            let start = ids + row * 8
            let some =
                (start.loadUnaligned(as: SIMD8<UInt64>.self) .== wanted)
                .| (start.loadUnaligned(fromByteOffset: 64, as: SIMD8<UInt64>.self) .== wanted)
                .| (start.loadUnaligned(fromByteOffset: 128, as: SIMD8<UInt64>.self) .== wanted)
                .| (start.loadUnaligned(fromByteOffset: 192, as: SIMD8<UInt64>.self) .== wanted)
            if any(some), let found = plainRow(of: id, in: view, row..<row + 32) { return found }
            row += 32
        }
        return plainRow(of: id, in: view, row..<max(row, view.count))
    }

    private func plainRow(of id: UInt64, in view: SegmentView, _ rows: Range<Int>) -> Int? {
        rows.first { view.segment.planes.ids[$0] == id && view.isLive($0) }
    }

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
