/// A walk through a graph towards a query, by codes.
///
/// Holds buffers; one walk at a time.
final class GraphWalk {
    /// What a walk compares rows with, as signed codes.
    struct Target {
        var codes: UnsafePointer<Int8>
        var step: Float
        var bias: Int32
        var constant: Float
    }

    private let visited: AlignedMemory<UInt64>
    private let fresh = AlignedMemory<UInt32>(count: 2 * SegmentGraph.stride)
    private let products = AlignedMemory<Int32>(count: 2 * SegmentGraph.stride)
    /// Rows in view as keys, closest first: similarity, row, whether its links were followed.
    private(set) var pool: AlignedMemory<UInt64>
    private(set) var count = 0

    init(rows: Int, widthMax: Int) {
        visited = AlignedMemory(count: (rows + 63) / 64)
        pool = AlignedMemory(count: widthMax + 1)
    }

    /// Makes room for a pool of some width.
    func reserve(width: Int) {
        if pool.count < width + 1 { pool = AlignedMemory(count: width + 1) }
    }

    func begin() {
        visited.start.update(repeating: 0, count: visited.count)
        count = 0
    }

    @inline(__always)
    static func key(_ similarity: Float, _ row: UInt32) -> UInt64 {
        let bits = similarity.bitPattern
        let ordered = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
        return UInt64(ordered) << 32 | UInt64(row) << 1
    }

    @inline(__always)
    static func row(_ key: UInt64) -> Int { Int(key >> 1 & 0x7FFF_FFFF) }

    @inline(__always)
    static func similarity(_ key: UInt64) -> Float {
        let ordered = UInt32(truncatingIfNeeded: key >> 32)
        return Float(bitPattern: ordered >> 31 == 1 ? ordered & 0x7FFF_FFFF : ~ordered)
    }

    /// Marks a row as seen; whether it was new.
    @inline(__always)
    func visit(_ row: Int) -> Bool {
        let bit = UInt64(1) << UInt64(row & 63)
        let word = visited.start[row >> 6]
        visited.start[row >> 6] = word | bit
        return word & bit == 0
    }

    /// Puts a row into the pool if it is among the best; returns its place or `Int.max`.
    @inline(__always)
    func offer(_ key: UInt64, width: Int) -> Int {
        let keys = pool.start
        if count == width, key <= keys[count - 1] | 1 { return .max }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) >> 1
            if keys[middle] > key { low = middle + 1 } else { high = middle }
        }
        if count < width { count += 1 }
        (keys + low + 1).update(from: keys + low, count: count - 1 - low)
        keys[low] = key
        return low
    }

    /// Follows links until no row in view leads closer.
    func run(
        _ graph: SegmentGraph,
        _ segment: Segment,
        _ target: Target,
        width: Int,
        kernels: Kernels
    ) {
        var cursor = 0
        let keys = pool.start
        while cursor < count {
            if keys[cursor] & 1 == 1 {
                cursor += 1
                continue
            }
            keys[cursor] |= 1
            let list = graph.links + Self.row(keys[cursor]) * SegmentGraph.stride
            var found = 0
            for i in 0..<Int(list[0]) where visit(Int(list[1 + i])) {
                fresh.start[found] = list[1 + i]
                found += 1
            }
            let best = score(found, segment, target, width: width, kernels: kernels)
            cursor = min(cursor + 1, best)
        }
    }

    /// Scores the first fresh rows and offers them; returns the best place taken.
    @inline(__always)
    private func score(
        _ found: Int,
        _ segment: Segment,
        _ target: Target,
        width: Int,
        kernels: Kernels
    ) -> Int {
        guard found > 0 else { return .max }
        let planes = segment.planes
        kernels.u8Gather(
            query: target.codes,
            rows: planes.codes,
            stride: segment.transform.codeDimension,
            slots: fresh.start,
            count: found,
            products: products.start
        )
        var best = Int.max
        for i in 0..<found {
            let row = fresh.start[i]
            var similarity =
                Float(products.start[i] &- target.bias) * (target.step * planes.steps[Int(row)])
                + target.constant
            if let offsets = planes.offsets { similarity += offsets[Int(row)] }
            best = min(best, offer(Self.key(similarity, row), width: width))
        }
        return best
    }

    /// Scores given rows, at most `linksMax`, and offers those not seen.
    func enter(
        _ rows: UnsafePointer<UInt32>,
        count entries: Int,
        _ segment: Segment,
        _ target: Target,
        width: Int,
        kernels: Kernels
    ) {
        var found = 0
        for i in 0..<min(entries, SegmentGraph.linksMax) where visit(Int(rows[i])) {
            fresh.start[found] = rows[i]
            found += 1
        }
        _ = score(found, segment, target, width: width, kernels: kernels)
    }
}
