/// Finds what a snapshot stores under an id; for checking an index against its source.
public struct IndexDirectory: Sendable {
    private let snapshot: IndexSnapshot
    /// View and slot, by id.
    private let places: [UInt64: (view: Int, slot: Int)]

    /// Lists the ids of a snapshot.
    ///
    /// - Complexity: one pass over the ids, and a table of them.
    public init(_ snapshot: IndexSnapshot) {
        self.snapshot = snapshot
        var places: [UInt64: (view: Int, slot: Int)] = [:]
        places.reserveCapacity(snapshot.count)
        for (number, view) in snapshot.views.enumerated() {
            for slot in 0..<view.count where view.isLive(slot) {
                places[view.segment.planes.ids[slot]] = (number, slot)
            }
        }
        self.places = places
    }

    /// All ids, in no order.
    public var ids: some Collection<UInt64> { places.keys }

    /// What is stored under an id: the group, and the vector as the metric keeps it.
    public func entry(of id: UInt64) -> (group: UInt64?, vector: [Float])? {
        guard let place = places[id] else { return nil }
        let segment = snapshot.views[place.view].segment
        let vector = UnsafeBufferPointer(
            start: segment.vector(at: place.slot),
            count: snapshot.dimension
        )
        return (segment.match(at: place.slot, similarity: 0).group, Array(vector))
    }
}
