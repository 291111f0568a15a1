/// Finds rows to begin a walk at: those of an even sample whose signs are closest to the query.
struct GraphEntries {
    /// Rows scanned at a time, whole blocks.
    private static let runRows = 64

    private(set) var rows: [UInt32] = []

    init(
        _ segment: Segment,
        rows count: Int,
        bits: BitQuery,
        scratch: SearchScratch,
        kernels: Kernels
    ) {
        let planes = segment.planes
        let whole = count / SegmentPlanes.blockRows * SegmentPlanes.blockRows
        let runs = max(1, min(SegmentGraph.sampleRows, whole) / Self.runRows)
        var best: [(estimate: Float, row: UInt32)] = []
        for run in 0..<runs {
            let first =
                run * whole / runs / SegmentPlanes.blockRows * SegmentPlanes.blockRows
            let found = kernels.bitScan(
                bits,
                blocks: planes.block(of: first, segment.transform.codeDimension),
                factors: planes.factors + first,
                offsets: planes.offsets.map { UnsafePointer($0 + first) },
                mask: nil,
                blockCount: min(Self.runRows, whole - first) / SegmentPlanes.blockRows,
                threshold: best.count < SegmentGraph.entriesMax
                    ? -.infinity : best[best.count - 1].estimate,
                slots: scratch.slots.start,
                estimates: scratch.estimates.start
            )
            for i in 0..<found {
                let estimate = scratch.estimates.start[i]
                if best.count == SegmentGraph.entriesMax {
                    guard estimate > best[best.count - 1].estimate else { continue }
                    best.removeLast()
                }
                let place = best.firstIndex { $0.estimate < estimate } ?? best.count
                best.insert((estimate, UInt32(first) + scratch.slots.start[i]), at: place)
            }
        }
        rows = best.map(\.row)
        if rows.isEmpty, count > 0 { rows = [0] }
    }
}
