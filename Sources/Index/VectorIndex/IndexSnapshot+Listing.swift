extension IndexSnapshot {
    /// How many of these ids have a stored vector.
    ///
    /// - Complexity: one pass over the ids of the index.
    public func count(of wanted: Set<UInt64>) -> Int {
        guard !wanted.isEmpty else { return 0 }
        return views.reduce(0) { sum, view in
            sum
                + (0..<view.count).count {
                    view.isLive($0) && wanted.contains(view.segment.planes.ids[$0])
                }
        }
    }

    /// Queries like those a self-check asks: half stored vectors, half mixtures of them.
    ///
    /// - Returns: none when the index is empty.
    public func sampleQueries(count: Int, seed: UInt64 = 1) -> [[Float]] {
        guard let view = views.max(by: { $0.count < $1.count }), view.count > 0 else { return [] }
        let source = SampleQueries(view: view)
        var state = seed
        return (0..<max(0, count)).map { number in
            source.next(mixed: number % 2 == 1, rows: view.count, seed: &state).vector
        }
    }
}
