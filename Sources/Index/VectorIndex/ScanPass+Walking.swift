extension ScanPass {
    /// Walks find answers of this many at most; more are better scanned for.
    private static let walkLimitMax = 100
    /// With a filter that admits a smaller share of the rows, or as many removed, a scan is better.
    private static let walkShareMin = 0.5

    /// How wide to walk the graph of a segment, or `nil` to scan it.
    func walkWidth(_ view: SegmentView) -> Int? {
        guard request.engine != .scan, let graph = view.graph, !exact, !request.grouped,
            request.limit <= Self.walkLimitMax
        else { return nil }
        let admitted =
            request.filter.map { $0.admitted(of: view.segment, count: view.count).count }
            ?? view.count
        let share = Double(min(admitted, view.liveCount)) / Double(view.count)
        guard share >= Self.walkShareMin, let trial = graph.trial(recall: request.recall) else {
            return request.engine == .graph && share >= Self.walkShareMin
                ? graph.trials.last?.width : nil
        }
        guard request.engine == .graph || trial.seconds < trial.scanSeconds else { return nil }
        let wanted = Double(max(trial.width, trial.width * request.limit / 20)) / share
        return min(Int(wanted.rounded(.up)), SearchScratch.rowsMax)
    }

    mutating func walk(_ index: Int, _ view: SegmentView, width: Int) {
        guard let query = encoded, let graph = view.graph else { return }
        let target = GraphWalk.Target(
            codes: query.codes.codes,
            rows: .bytes(view.segment.planes.codes, dimension: query.transform.codeDimension),
            rowSteps: view.segment.planes.steps,
            multiple: 1,
            bias: 128 * query.codes.sum,
            step: query.codes.step,
            constant: query.constant
        ).walking(graph.nibbles)
        let walk = scratch.walk(rows: view.count, width: width)
        walk.begin()
        let entries = GraphEntries(
            view.segment,
            rows: view.count,
            bits: query.bits,
            scratch: scratch,
            kernels: kernels
        )
        walk.enter(
            entries.rows,
            count: entries.rows.count,
            view.segment,
            target,
            width: width,
            kernels: kernels
        )
        walk.run(graph, view.segment, target, width: width, kernels: kernels)
        let filtered = request.filter?.admitted(of: view.segment, count: view.count).rows
        var found = 0
        for place in 0..<walk.count {
            let row = GraphWalk.row(walk.pool.start[place])
            guard view.isLive(row), filtered?[row] ?? true else { continue }
            scratch.slots.start[found] = UInt32(row)
            found += 1
        }
        refine(index, view, base: 0, count: found)
    }
}
