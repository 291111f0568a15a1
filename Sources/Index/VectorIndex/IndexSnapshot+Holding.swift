extension IndexSnapshot {
    /// Which of some ids have a stored vector.
    ///
    /// - Complexity: some twenty looks at each segment for an id; one pass over the ids of segments
    ///   that were never written to a file.
    package func held(among wanted: Set<UInt64>) -> Set<UInt64> {
        guard !wanted.isEmpty else { return [] }
        var held: Set<UInt64> = []
        for view in views where view.liveCount > 0 {
            if let order = view.segment.order {
                for id in wanted where order.row(of: id, in: view) != nil { held.insert(id) }
            } else {
                for row in 0..<view.count where view.isLive(row) {
                    let id = view.segment.planes.ids[row]
                    if wanted.contains(id) { held.insert(id) }
                }
            }
        }
        return held
    }

    /// Whether a row holds a vector whose id was removed, not merely replaced.
    ///
    /// - Complexity: as `held(among:)` for the dead rows.
    package var holdsRemoved: Bool {
        var dead: Set<UInt64> = []
        for view in views where view.liveCount < view.count {
            for row in 0..<view.count where !view.isLive(row) && !view.isBlank(row) {
                dead.insert(view.segment.planes.ids[row])
            }
        }
        return held(among: dead).count < dead.count
    }
}
