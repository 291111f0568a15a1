/// A walk through a graph towards a query, by codes.
///
/// Holds buffers; one walk at a time.
final class GraphWalk {
    /// What a walk compares rows with: signed codes, and rows of codes of some form.
    struct Target {
        /// The rows' codes: bytes, or nibbles of so many components.
        enum Rows {
            case bytes(UnsafePointer<UInt8>, dimension: Int)
            case nibbles(UnsafePointer<UInt8>, dimension: Int)
        }

        var codes: UnsafePointer<Int8>
        var rows: Rows
        /// What a unit of a row's codes is worth.
        var rowSteps: UnsafePointer<Float>
        /// The product is `multiple` times that of the codes, less `bias`, times both steps.
        var multiple: Int32
        var bias: Int32
        var step: Float
        var constant: Float

        /// The same as a target for the nibbles of a graph.
        ///
        /// A nibble stands for its code less 7.5: twice the product, less 15 times the codes' sum.
        /// A byte's bias is 128 times that sum.
        func walking(_ nibbles: GraphNibbles) -> Target {
            var target = self
            target.rows = .nibbles(nibbles.codes, dimension: nibbles.dimension)
            target.rowSteps = UnsafePointer(nibbles.steps)
            target.multiple = 2
            target.bias = bias / 128 * 15
            target.step = step / 2
            return target
        }

        @inline(__always)
        func products(
            _ slots: UnsafePointer<UInt32>,
            count: Int,
            kernels: Kernels,
            into products: UnsafeMutablePointer<Int32>
        ) {
            switch rows {
            case .bytes(let rows, let dimension):
                kernels.u8Gather(
                    query: codes,
                    rows: rows,
                    stride: dimension,
                    slots: slots,
                    count: count,
                    products: products
                )
            case .nibbles(let rows, let dimension):
                kernels.u4Gather(
                    query: codes,
                    rows: rows,
                    dimension: dimension,
                    slots: slots,
                    count: count,
                    products: products
                )
            }
        }
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

    /// Puts a row into the pool if it is among the best; returns its place or `Int.max`.
    @inline(__always)
    private static func insert(
        _ key: UInt64,
        _ keys: UnsafeMutablePointer<UInt64>,
        _ count: inout Int,
        width: Int
    ) -> Int {
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

    /// Puts a row that was not seen into the pool if it is among the best.
    @inline(__always)
    func offer(_ key: UInt64, width: Int) {
        _ = Self.insert(key, pool.start, &count, width: width)
    }

    /// Copies the rows that were not seen, and marks them; returns how many.
    @inline(__always)
    private static func takeUnseen(
        _ rows: UnsafePointer<UInt32>,
        count: Int,
        _ seen: UnsafeMutablePointer<UInt64>,
        into fresh: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var found = 0
        for i in 0..<count {
            let row = rows[i]
            let place = Int(row >> 6)
            let bit = UInt64(1) << UInt64(row & 63)
            let word = seen[place]
            seen[place] = word | bit
            fresh[found] = row
            found += word & bit == 0 ? 1 : 0
        }
        return found
    }

    /// Follows links until no row in view leads closer.
    func run(
        _ graph: SegmentGraph,
        _ segment: Segment,
        _ target: Target,
        width: Int,
        kernels: Kernels
    ) {
        // Locals: the loop below is most of a build, and properties of a class are checked for
        // overlapping use at every step.
        let keys = pool.start
        let seen = visited.start
        let fresh = fresh.start
        let products = products.start
        let links = graph.links
        var count = count
        defer { self.count = count }
        var cursor = 0
        while cursor < count {
            if keys[cursor] & 1 == 1 {
                cursor += 1
                continue
            }
            keys[cursor] |= 1
            let list = links + Self.row(keys[cursor]) * SegmentGraph.stride
            let found = Self.takeUnseen(list + 1, count: Int(list[0]), seen, into: fresh)
            let best = Self.score(
                fresh,
                count: found,
                segment,
                target,
                kernels,
                products,
                keys,
                &count,
                width: width
            )
            cursor = min(cursor + 1, best)
        }
    }

    /// Scores rows and offers them; returns the best place taken.
    @inline(__always)
    private static func score(
        _ rows: UnsafePointer<UInt32>,
        count found: Int,
        _ segment: Segment,
        _ target: Target,
        _ kernels: Kernels,
        _ products: UnsafeMutablePointer<Int32>,
        _ keys: UnsafeMutablePointer<UInt64>,
        _ count: inout Int,
        width: Int
    ) -> Int {
        guard found > 0 else { return .max }
        target.products(rows, count: found, kernels: kernels, into: products)
        let offsets = segment.planes.offsets
        var best = Int.max
        for i in 0..<found {
            let row = rows[i]
            let product = Float(products[i] &* target.multiple &- target.bias)
            var similarity =
                product * (target.step * target.rowSteps[Int(row)]) + target.constant
            if let offsets { similarity += offsets[Int(row)] }
            best = min(best, insert(key(similarity, row), keys, &count, width: width))
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
        let found = Self.takeUnseen(
            rows,
            count: min(entries, SegmentGraph.linksMax),
            visited.start,
            into: fresh.start
        )
        _ = Self.score(
            fresh.start,
            count: found,
            segment,
            target,
            kernels,
            products.start,
            pool.start,
            &count,
            width: width
        )
    }
}
