/// Writes the live rows of segments into a new one, with a transform of their own.
struct SegmentMerge {
    /// Rows that a centre is taken from.
    private static let centreRowsMax = 16_384

    let sources: [SegmentView]

    /// The merged segment, sealed.
    func run() -> SegmentView {
        let rows = sources.reduce(0) { $0 + $1.liveCount }
        let transform = chooseTransform(rows: rows)
        let segment = Segment(transform: transform, capacity: max(1, rows))
        var merged = SegmentView(segment: segment)
        for source in sources {
            for slot in 0..<source.count where source.isLive(slot) {
                let (lost, length) = segment.write(
                    slot: merged.count,
                    id: source.segment.planes.ids[slot],
                    group: source.segment.planes.groups[slot],
                    vector: source.segment.vector(at: slot)
                )
                merged.lostMax = max(merged.lostMax, lost)
                merged.lengthMax = max(merged.lengthMax, length)
                merged.count += 1
            }
        }
        merged.segment = segment.ordered(count: merged.count)
        merged.liveCount = merged.count
        merged.sealed = true
        return merged
    }

    /// The present transform if its centre still fits, else one with a new centre.
    private func chooseTransform(rows: Int) -> CodeTransform {
        let present = sources[0].segment.transform
        let centre = meanVector(rows: rows)
        func distance(_ other: [Float]) -> Float {
            var squared: Float = 0
            for i in centre.indices {
                let difference = centre[i] - (other.isEmpty ? 0 : other[i])
                squared += difference * difference
            }
            return squared.squareRoot()
        }
        let lengthMax = sources.map(\.lengthMax).max() ?? 0
        let bound = CodeTransform.centreNormMin * max(lengthMax, distance([]))
        if distance(present.centre) <= bound { return present }
        return CodeTransform(
            dimension: present.dimension,
            centre: distance([]) <= bound ? [] : centre
        )
    }

    private func meanVector(rows: Int) -> [Float] {
        let dimension = sources[0].segment.transform.dimension
        let stride = max(1, rows / Self.centreRowsMax)
        var sums = [Double](repeating: 0, count: dimension)
        var seen = 0
        var taken = 0
        for source in sources {
            for slot in 0..<source.count where source.isLive(slot) {
                seen += 1
                guard seen % stride == 0 else { continue }
                let vector = source.segment.vector(at: slot)
                for i in 0..<dimension { sums[i] += Double(vector[i]) }
                taken += 1
            }
        }
        return sums.map { Float($0 / Double(max(1, taken))) }
    }
}
