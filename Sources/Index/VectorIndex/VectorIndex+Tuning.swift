import Synchronization

/// What searches of one recall reach and cost on this host.
public struct TuningRow: Sendable, Hashable {
    /// The recall asked for.
    public var asked: Double
    /// The share of the exact answers that sample queries found.
    public var reached: Double
    /// What a search takes, in seconds: the fastest of several runs over the sample queries.
    public var seconds: Double
    /// The same by scanning alone.
    public var scanSeconds: Double
}

extension VectorIndex {
    /// Recalls that a tuning reports on.
    public static let tunedRecalls = [0.9, 0.95, 0.99, 0.999, 1]
    /// Sample queries a tuning asks unless it is told otherwise.
    public static let tuningQueries = 64
    fileprivate static let tuningRepeats = 3
    fileprivate static let tuningLimit = 10

    /// Calibrates the planner on this host and these vectors, and says what searches then reach and
    /// cost.
    ///
    /// Merges and graph builds do so by themselves; it is worth asking for after the folder moved to
    /// another machine, or when searches reach less than they are asked for. In a folder the
    /// result is kept. Searches and changes go on meanwhile.
    /// - Parameter queries: sample queries for each row, at least 1.
    /// - Returns: a row for each of `tunedRecalls`; empty when the index is.
    public func tune(
        queries: Int = VectorIndex.tuningQueries
    ) throws(VectorIndexError) -> [TuningRow] {
        precondition(queries > 0)
        return try merging.withLock { _ throws(VectorIndexError) in
            try calibrate()
            let snapshot = snapshot()
            return Self.tunedRecalls.compactMap { snapshot.tuningRow(asked: $0, queries: queries) }
        }
    }

    /// Measures margins on the greatest sealed segment and tries every graph again; called with
    /// `merging` locked.
    private func calibrate() throws(VectorIndexError) {
        let snapshot = snapshot()
        let sealed = snapshot.views.filter { $0.sealed && $0.count > 0 }
        guard let greatest = sealed.max(by: { $0.count < $1.count }) else { return }
        let model = MarginModel(
            measuring: greatest,
            kernels: snapshot.kernels,
            scratches: snapshot.scratches
        )
        let stored = writer.withLock { writer in
            writer.snapshot.model = model
            publish(writer)
            return writer.storage.map { $0.lock != nil } ?? false
        }
        for view in sealed {
            guard let graph = view.graph else { continue }
            let tried = graph.with(GraphTrials(view: view, snapshot: self.snapshot()).run())
            let files = writer.withLock { $0.storage?.files }
            if stored, let files, let number = view.segment.file {
                try GraphFile.write(tried, number: number, to: files)
            }
            writer.withLock { writer in
                writer.attach(tried, to: view.segment)
                publish(writer)
            }
        }
        try saveSegments()
    }
}

extension IndexSnapshot {
    fileprivate func tuningRow(asked: Double, queries: Int) -> TuningRow? {
        guard
            let report = checkRecall(
                asked: asked,
                limit: VectorIndex.tuningLimit,
                queries: queries
            )
        else { return nil }
        return TuningRow(
            asked: asked,
            reached: report.reached,
            seconds: seconds(asked: asked, engine: .planned, count: queries),
            scanSeconds: seconds(asked: asked, engine: .scan, count: queries)
        )
    }

    private func seconds(asked: Double, engine: SearchEngine, count: Int) -> Double {
        let queries = sampleQueries(count: count, seed: 0x5455_4E45)
        guard !queries.isEmpty else { return 0 }
        let request = SearchRequest(
            limit: VectorIndex.tuningLimit,
            grouped: false,
            recall: asked,
            engine: engine
        )
        var best = Double.infinity
        for _ in 0..<VectorIndex.tuningRepeats {
            let parts = ContinuousClock().measure {
                for query in queries { _ = scan(query, request) }
            }.components
            best = min(best, Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
        }
        return best / Double(queries.count)
    }
}
