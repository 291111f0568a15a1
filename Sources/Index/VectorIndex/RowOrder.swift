/// Finds the rows of ids in a segment that takes no more rows: its rows in the order of their ids.
///
/// The order is part of the segment's file. Looking an id up touches some twenty places of a million
/// rows, so that the first change after opening does not wait until all ids were read.
struct RowOrder {
    /// The rows by ascending id, rows of the same id by ascending row.
    let rows: UnsafePointer<UInt32>
    let ids: UnsafePointer<UInt64>
    let count: Int

    /// Writes the order of `count` rows.
    static func fill(
        _ rows: UnsafeMutablePointer<UInt32>,
        ids: UnsafePointer<UInt64>,
        count: Int
    ) {
        var pairs = (0..<count).map { (id: ids[$0], row: UInt32($0)) }
        // Ids that were given in order, as most are, need no sorting.
        let isOrdered = (1..<max(1, count)).allSatisfy { pairs[$0 - 1].id <= pairs[$0].id }
        if !isOrdered { pairs.sort { ($0.id, $0.row) < ($1.id, $1.row) } }
        for (place, pair) in pairs.enumerated() { rows[place] = pair.row }
    }

    /// The live row of an id.
    func row(of id: UInt64, in view: SegmentView) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if ids[row(at: middle)] < id { low = middle + 1 } else { high = middle }
        }
        while low < count, ids[row(at: low)] == id {
            if view.isLive(row(at: low)) { return row(at: low) }
            low += 1
        }
        return nil
    }

    /// A mapped file may say anything.
    private func row(at place: Int) -> Int { min(Int(rows[place]), count - 1) }
}
