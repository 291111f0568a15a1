/// The writer's side of an index: the snapshot it will publish next, and where every id lies.
struct IndexWriter: Sendable {
    /// Rows a segment in memory takes before the next is begun.
    static let tailRowsMax = 4_096

    var snapshot: IndexSnapshot
    var transform: CodeTransform
    /// The disk side, or `nil` for an index in memory.
    var storage: IndexStorage?
    /// The position of the owner's changes, while there is no storage that keeps it.
    var position: Int64 = 0
    /// Where the ids of segments lie that have no order yet, by position in the snapshot.
    private(set) var tables: [IDTable]
    /// Position of every segment in the snapshot.
    private(set) var positions: [UInt64: Int] = [:]

    init(snapshot: IndexSnapshot) {
        self.snapshot = snapshot
        transform =
            snapshot.views.max { $0.count < $1.count }?.segment.transform
            ?? CodeTransform(dimension: snapshot.dimension)
        tables = snapshot.views.map { _ in IDTable() }
        listPositions()
    }

    private mutating func listPositions() {
        positions = [:]
        for (position, view) in snapshot.views.enumerated() {
            positions[view.segment.serial] = position
        }
    }

    /// Where the live row of an id lies.
    func location(of id: UInt64) -> (position: Int, row: Int)? {
        // The newest rows are the likeliest to change.
        for position in tables.indices.reversed() {
            let view = snapshot.views[position]
            let row =
                view.segment.order.map { $0.row(of: id, in: view) }
                ?? tables[position].row(of: id, in: view)
            if let row { return (position, row) }
        }
        return nil
    }

    /// Applies a change whose vector was prepared.
    mutating func apply(_ change: VectorChange) {
        switch change {
        case .upsert(let id, let group, let vector):
            remove(id)
            append(id: id, group: group ?? noGroup, vector: vector)
        case .remove(let id):
            remove(id)
        }
    }

    private mutating func remove(_ id: UInt64) {
        guard let (position, row) = location(of: id) else { return }
        snapshot.views[position].kill(row)
    }

    private mutating func append(id: UInt64, group: UInt64, vector: [Float]) {
        let position = tailPosition()
        snapshot.views[position].append(id: id, group: group, vector: vector)
        tables[position].append(id)
    }

    /// The segment that takes the next row.
    private mutating func tailPosition() -> Int {
        if let last = snapshot.views.indices.last, !snapshot.views[last].sealed {
            if snapshot.views[last].count < snapshot.views[last].segment.planes.capacity {
                return last
            }
            snapshot.views[last].sealed = true
        }
        let segment = Segment(
            transform: transform,
            capacity: Self.tailRowsMax,
            growing: true
        )
        positions[segment.serial] = snapshot.views.count
        snapshot.views.append(SegmentView(segment: segment))
        tables.append(IDTable())
        return snapshot.views.count - 1
    }

    /// Ends the tail, so that it can be merged; the next row begins another.
    mutating func sealTail() {
        guard let last = snapshot.views.indices.last else { return }
        snapshot.views[last].sealed = true
    }

    /// Puts a merged segment in the place of those it was made of.
    ///
    /// - Parameters:
    ///   - merged: a sealed view whose rows are the live rows of `sources`, in order.
    ///   - sources: the views as they were when merging began; rows removed since are removed from
    ///     the merged segment too.
    mutating func replace(_ sources: [SegmentView], with merged: SegmentView) {
        var merged = merged
        var target = 0
        for source in sources {
            guard let position = positions[source.segment.serial] else { continue }
            let now = snapshot.views[position]
            for word in 0..<(source.count + 63) / 64 {
                let before = source.liveWord(word)
                var gone = before & ~now.liveWord(word)
                while gone != 0 {
                    let below = before & (gone & (~gone + 1) - 1)
                    merged.kill(target + below.nonzeroBitCount)
                    gone &= gone - 1
                }
                target += before.nonzeroBitCount
            }
        }
        let replaced = Set(sources.map(\.segment.serial))
        let kept = snapshot.views.indices.filter {
            !replaced.contains(snapshot.views[$0].segment.serial)
        }
        let front = merged.liveCount > 0
        tables = (front ? [IDTable()] : []) + kept.map { tables[$0] }
        snapshot.views = (front ? [merged] : []) + kept.map { snapshot.views[$0] }
        listPositions()
    }

    /// Puts the mapped form of a segment in its place.
    mutating func adopt(_ mapped: Segment, for segment: Segment) {
        guard let position = positions[segment.serial] else { return }
        snapshot.views[position].segment = segment.mapped(as: mapped)
        tables[position] = IDTable()
    }

    /// Puts another form of a segment in its place, row for row; rows removed since stay removed.
    mutating func exchange(_ segment: Segment, for other: SegmentView) {
        guard let position = positions[segment.serial] else { return }
        snapshot.views[position].segment = other.segment
        snapshot.views[position].graph = other.graph
        snapshot.views[position].lostMax = other.lostMax
        snapshot.views[position].lengthMax = other.lengthMax
        tables[position] = IDTable()
        listPositions()
    }

    /// Makes batches durable, if that is promised, before they are applied.
    mutating func log(_ batches: [[VectorChange]]) throws(VectorIndexError) {
        guard var storage else { return }
        try storage.requireWritable()
        defer { self.storage = storage }
        do throws(VectorIndexError) {
            try storage.log?.append(batches)
        } catch {
            storage.failure = error.description
            throw error
        }
    }
}
