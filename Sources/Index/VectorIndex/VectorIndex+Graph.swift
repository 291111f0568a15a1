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
        try buildMissingGraph(rowsMin: rowsMin, threads: threads, width: width)
    }

    /// Builds one missing graph; checkpoints and merges go on meanwhile.
    func buildMissingGraph(
        rowsMin: Int,
        threads: Int,
        width: Int = GraphBuild.widthUsual
    ) throws(VectorIndexError) -> Bool {
        try building.withLock { _ throws(VectorIndexError) in
            guard let (graph, segment) = built(rowsMin: rowsMin, threads: threads, width: width)
            else { return false }
            try merging.withLock { _ throws(VectorIndexError) in try keep(graph, of: segment) }
            return true
        }
    }

    private func built(
        rowsMin: Int,
        threads: Int,
        width: Int
    ) -> (graph: SegmentGraph, segment: Segment)? {
        let snapshot = snapshot()
        guard metric == .cosine,
            var view = snapshot.views.first(where: {
                $0.sealed && $0.graph == nil && $0.count >= max(2, rowsMin)
            })
        else { return nil }
        let built = GraphBuild(
            segment: view.segment,
            rows: view.count,
            kernels: snapshot.kernels,
            threads: max(1, threads),
            width: min(max(width, 16), SearchScratch.rowsMax)
        ).run()
        view.graph = built
        return (built.with(GraphTrials(view: view, snapshot: snapshot).run()), view.segment)
    }

    /// Takes a graph that was built, unless its segment was merged away meanwhile.
    private func keep(_ graph: SegmentGraph, of segment: Segment) throws(VectorIndexError) {
        guard let view = writer.withLock({ $0.view(of: segment) }) else { return }
        let files = writer.withLock { $0.storage?.lock == nil ? nil : $0.storage?.files }
        if let files, let number = view.segment.file {
            try GraphFile.write(graph, number: number, to: files)
        }
        writer.withLock { writer in
            writer.attach(graph, to: segment)
            publish(writer)
        }
        // A new generation tells readers of the folder.
        if files != nil { try saveSegments() }
    }
}

extension IndexWriter {
    /// The present view of a segment, if it is still there.
    func view(of segment: Segment) -> SegmentView? {
        positions[segment.serial].map { snapshot.views[$0] }
    }

    mutating func attach(_ graph: SegmentGraph, to segment: Segment) {
        guard let position = positions[segment.serial] else { return }
        snapshot.views[position].graph = graph
    }
}
