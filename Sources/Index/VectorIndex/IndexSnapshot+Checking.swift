/// What a self-check found.
public struct RecallReport: Sendable, Hashable {
    /// The recall that was asked for.
    public var asked: Double
    /// The share of the exact answers that was found.
    public var reached: Double
    /// The same for stored vectors as queries, whose kin are in the index.
    public var reachedByStored: Double
    /// The same for mixtures of stored vectors, which have no kin in the index.
    public var reachedByMixtures: Double
    /// Queries that were made.
    public var queries: Int
}

extension IndexSnapshot {
    /// Asks sample queries twice, for `asked` and for recall 1, and compares.
    ///
    /// Half of the queries are stored vectors, half are mixtures of them.
    /// - Parameters:
    ///   - asked: greater than 0.
    ///   - limit: answers to a query, greater than 0.
    ///   - queries: how many to make.
    ///   - seed: another seed takes other samples.
    ///   - engine: how to look for what was asked.
    /// - Returns: `nil` when the index is empty.
    /// - Complexity: `queries` exact searches.
    public func checkRecall(
        asked: Double,
        limit: Int = 10,
        queries: Int = 200,
        seed: UInt64 = 1,
        engine: SearchEngine = .planned
    ) -> RecallReport? {
        precondition(asked > 0 && limit > 0 && queries > 0)
        guard let view = views.max(by: { $0.count < $1.count }), view.count > 0 else { return nil }
        let source = SampleQueries(view: view)
        var state = seed
        let each = (queries + 1) / 2
        var hits = [0, 0]
        var wanted = [0, 0]
        for kind in 0..<2 {
            for _ in 0..<each {
                let (query, row) = source.next(mixed: kind == 1, rows: view.count, seed: &state)
                // A stored vector finds itself whatever else is missed.
                let own = row.map { view.segment.planes.ids[$0] }
                let depth = own == nil ? limit : limit + 1
                func ids(_ recall: Double, _ engine: SearchEngine) -> Set<UInt64> {
                    let matches = scan(query, request(depth, recall: recall, engine: engine))
                    return Set(matches.map(\.id).filter { $0 != own }.prefix(limit))
                }
                let exact = ids(1, .scan)
                hits[kind] += exact.intersection(ids(asked, engine)).count
                wanted[kind] += exact.count
            }
        }
        func share(_ hits: Int, _ wanted: Int) -> Double {
            wanted > 0 ? Double(hits) / Double(wanted) : 1
        }
        return RecallReport(
            asked: asked,
            reached: share(hits[0] + hits[1], wanted[0] + wanted[1]),
            reachedByStored: share(hits[0], wanted[0]),
            reachedByMixtures: share(hits[1], wanted[1]),
            queries: 2 * each
        )
    }

    private func request(_ limit: Int, recall: Double, engine: SearchEngine) -> SearchRequest {
        SearchRequest(limit: limit, grouped: false, recall: recall, engine: engine)
    }
}
