/// Where the row of an id lies.
struct RowLocation {
    /// The serial of the segment.
    var segment: UInt64
    var slot: UInt32
}

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
    private(set) var locations: [UInt64: RowLocation] = [:]
    /// Position of every segment in the snapshot.
    private(set) var positions: [UInt64: Int] = [:]
    /// Ids of mapped segments are listed when the first change needs them, so that opening is fast.
    private var isListed = false

    init(snapshot: IndexSnapshot) {
        self.snapshot = snapshot
        transform =
            snapshot.views.max { $0.count < $1.count }?.segment.transform
            ?? CodeTransform(dimension: snapshot.dimension)
        listPositions()
    }

    private mutating func listPositions() {
        positions = [:]
        for (position, view) in snapshot.views.enumerated() {
            positions[view.segment.serial] = position
        }
    }

    /// Makes `locations` complete.
    mutating func listLocations() {
        guard !isListed else { return }
        isListed = true
        locations.reserveCapacity(snapshot.count)
        for view in snapshot.views {
            for slot in 0..<view.count where view.isLive(slot) {
                locations[view.segment.planes.ids[slot]] = RowLocation(
                    segment: view.segment.serial,
                    slot: UInt32(slot)
                )
            }
        }
    }

    /// Applies a change whose vector was prepared.
    mutating func apply(_ change: VectorChange) {
        listLocations()
        switch change {
        case .upsert(let id, let group, let vector):
            remove(id)
            append(id: id, group: group ?? noGroup, vector: vector)
        case .remove(let id):
            remove(id)
        }
    }

    private mutating func remove(_ id: UInt64) {
        guard let location = locations.removeValue(forKey: id),
            let position = positions[location.segment]
        else { return }
        snapshot.views[position].kill(Int(location.slot))
    }

    private mutating func append(id: UInt64, group: UInt64, vector: [Float]) {
        let position = tailPosition()
        let slot = snapshot.views[position].count
        snapshot.views[position].append(id: id, group: group, vector: vector)
        locations[id] = RowLocation(
            segment: snapshot.views[position].segment.serial,
            slot: UInt32(slot)
        )
    }

    /// The segment that takes the next row.
    private mutating func tailPosition() -> Int {
        if let last = snapshot.views.indices.last, !snapshot.views[last].sealed {
            if snapshot.views[last].count < snapshot.views[last].segment.planes.capacity {
                return last
            }
            snapshot.views[last].sealed = true
        }
        let segment = Segment(transform: transform, capacity: Self.tailRowsMax)
        positions[segment.serial] = snapshot.views.count
        snapshot.views.append(SegmentView(segment: segment))
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
        listLocations()
        var merged = merged
        var target = 0
        for source in sources {
            guard let position = positions[source.segment.serial] else { continue }
            let now = snapshot.views[position]
            for slot in 0..<source.count where source.isLive(slot) {
                if now.isLive(slot) {
                    locations[source.segment.planes.ids[slot]] = RowLocation(
                        segment: merged.segment.serial,
                        slot: UInt32(target)
                    )
                } else {
                    merged.kill(target)
                }
                target += 1
            }
        }
        let gone = Set(sources.map(\.segment.serial))
        snapshot.views.removeAll { gone.contains($0.segment.serial) }
        if merged.liveCount > 0 { snapshot.views.insert(merged, at: 0) }
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
