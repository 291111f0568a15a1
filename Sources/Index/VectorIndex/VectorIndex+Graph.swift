import Synchronization

extension VectorIndex {
    /// From so many rows on a segment gets a graph; at 200,000 rows a scan was still faster at every
    /// recall.
    public static let graphRowsMin = 400_000

    /// Builds the graphs that are missing: of sealed segments with at least `rowsMin` rows.
    ///
    /// `maintain()` does so for great segments; a scan serves meanwhile. Only for `cosine`.
    /// - Parameters:
    ///   - rowsMin: rows a segment must have.
    ///   - threads: threads to build with; the graph is the same for any number.
    ///   - width: rows a walk keeps in view while building, known elsewhere as efConstruction.
    /// - Returns: whether there was something to do.
    @discardableResult
    public func buildGraphs(
        rowsMin: Int = graphRowsMin,
        threads: Int = 1,
        width: Int = 128
    ) throws(VectorIndexError) -> Bool {
        try merging.withLock { _ throws(VectorIndexError) in
            try buildMissingGraph(rowsMin: rowsMin, threads: threads, width: width)
        }
    }

    /// Builds one missing graph; called with `merging` locked.
    func buildMissingGraph(
        rowsMin: Int,
        threads: Int,
        width: Int = GraphBuild.widthUsual
    ) throws(VectorIndexError) -> Bool {
        let snapshot = snapshot()
        guard metric == .cosine,
            var view = snapshot.views.first(where: {
                $0.sealed && $0.graph == nil && $0.count >= max(2, rowsMin)
            })
        else { return false }
        let built = GraphBuild(
            segment: view.segment,
            rows: view.count,
            kernels: snapshot.kernels,
            threads: max(1, threads),
            width: min(max(width, 16), SearchScratch.rowsMax)
        ).run()
        view.graph = built
        let graph = built.with(GraphTrials(view: view, snapshot: snapshot).run())
        let files = writer.withLock { $0.storage?.lock == nil ? nil : $0.storage?.files }
        if let files, let number = view.segment.file {
            try GraphFile.write(graph, number: number, to: files)
        }
        writer.withLock { writer in
            writer.attach(graph, to: view.segment)
            publish(writer)
        }
        return true
    }
}

extension IndexWriter {
    mutating func attach(_ graph: SegmentGraph, to segment: Segment) {
        guard let position = positions[segment.serial] else { return }
        snapshot.views[position].graph = graph
    }
}
