/// A segment as a snapshot sees it.
struct SegmentView: Sendable {
    var segment: Segment
    /// Rows this snapshot may look at.
    var count: Int
    /// Which of them are live, or `nil` when all are.
    var live: Bitmap?
    var liveCount: Int
    /// Whether no row will be added any more.
    var sealed: Bool
    /// The graph of the rows, once there is one.
    var graph: SegmentGraph?
    /// The most the codes of a row lose of its vector: a length.
    var lostMax: Float
    /// The length of the longest turned vector.
    var lengthMax: Float

    init(segment: Segment) {
        self.segment = segment
        count = 0
        liveCount = 0
        sealed = false
        lostMax = 0
        lengthMax = 0
    }

    /// A sealed view of a segment read from a file.
    init(mapped segment: Segment, entry: IndexManifest.Entry) {
        self.segment = segment
        count = entry.count
        live = entry.live.isEmpty ? nil : Bitmap(words: entry.live, count: entry.count)
        liveCount = live?.setCount ?? entry.count
        sealed = true
        lostMax = entry.lostMax
        lengthMax = entry.lengthMax
    }

    /// Adds a row at the end; the caller has checked that there is room.
    mutating func append(id: UInt64, group: UInt64, vector: [Float]) {
        let (lost, length) = vector.withUnsafeBufferPointer { vector in
            guard let start = vector.baseAddress else { return (lost: Float(0), length: Float(0)) }
            return segment.write(slot: count, id: id, group: group, vector: start)
        }
        lostMax = max(lostMax, lost)
        lengthMax = max(lengthMax, length)
        count += 1
        liveCount += 1
        live?.append(true)
    }

    /// Marks a live row dead.
    mutating func kill(_ slot: Int) {
        var marks = live ?? Bitmap(repeating: true, count: count)
        live = nil
        marks[slot] = false
        live = marks
        liveCount -= 1
    }

    func isLive(_ slot: Int) -> Bool {
        live.map { $0[slot] } ?? true
    }

    /// Which of 64 rows from `64 * word` on are live.
    func liveWord(_ word: Int) -> UInt64 {
        let rows = count - 64 * word
        return live?.words[word] ?? (rows < 64 ? (1 << UInt64(rows)) - 1 : .max)
    }
}
