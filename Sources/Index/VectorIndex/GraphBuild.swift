import Synchronization

/// Builds the graph of a segment.
///
/// Rows are added in batches. Of a batch every row looks for its neighbours at the same time, among
/// the rows before the batch by a walk and among the batch by comparing all; then the links are
/// written, each row's by one thread. So no lock is needed, and the graph is the same whatever the
/// number of threads.
struct GraphBuild {
    static let widthUsual = 128
    /// Links a new row makes; the rest of its places are for those that link to it.
    private static let linksMade = 24
    private static let batchMax = 1_024
    /// A batch is at most this share of the rows before it.
    private static let batchShare = 4

    let segment: Segment
    let rows: Int
    let kernels: Kernels
    let threads: Int
    /// Rows a walk keeps in view while building.
    var width = widthUsual

    func run() -> SegmentGraph {
        let graph = SegmentGraph(rows: rows, codeDimension: segment.transform.codeDimension)
        writeNibbles(graph)
        let workers = (0..<threads).map { _ in
            GraphBuilder(segment: segment, graph: graph, kernels: kernels, width: width)
        }
        let chosen = AlignedMemory<UInt32>(count: Self.batchMax * SegmentGraph.stride)
        var built = min(1, rows)
        while built < rows {
            let count = min(rows - built, Self.batchMax, max(1, built / Self.batchShare))
            let batch = built..<built + count
            let next = Atomic(0)
            runThreads(threads) { thread in
                while true {
                    let offset = next.add(1, ordering: .relaxed).oldValue
                    guard offset < count else { return }
                    workers[thread].choose(
                        for: batch.lowerBound + offset,
                        batch: batch,
                        links: Self.linksMade,
                        into: chosen.start + offset * SegmentGraph.stride
                    )
                }
            }
            for offset in 0..<count {
                let list = chosen.start + offset * SegmentGraph.stride
                graph.setLinks(of: batch.lowerBound + offset, list + 1, count: Int(list[0]))
            }
            runThreads(threads) { thread in
                workers[thread].linkBack(batch, chosen: chosen.start, part: thread, of: threads)
            }
            built += count
        }
        return graph
    }

    private func writeNibbles(_ graph: SegmentGraph) {
        runThreads(threads) { thread in
            let turned = AlignedMemory<Float>(count: graph.nibbles.dimension)
            for row in stride(from: thread, to: rows, by: threads) {
                graph.nibbles.write(row, of: segment, turned: turned.start)
            }
        }
    }
}

/// One thread's share of building a graph.
private final class GraphBuilder: @unchecked Sendable {
    private let segment: Segment
    private let graph: SegmentGraph
    private let kernels: Kernels
    private let walkWidth: Int
    private let walk: GraphWalk
    private let scratch: SearchScratch
    private let codes: AlignedMemory<Int8>
    private let others: AlignedMemory<Int8>
    private let products = AlignedMemory<Int32>(count: 1_024)
    private let candidates = AlignedMemory<UInt64>(count: SegmentGraph.stride + 1)
    private let selected = AlignedMemory<UInt32>(count: SegmentGraph.stride + 1)

    init(segment: Segment, graph: SegmentGraph, kernels: Kernels, width walkWidth: Int) {
        self.walkWidth = walkWidth
        self.segment = segment
        self.graph = graph
        self.kernels = kernels
        let width = segment.transform.codeDimension
        walk = GraphWalk(rows: graph.rows, widthMax: walkWidth)
        scratch = SearchScratch(codeDimension: width)
        // Nibbles come in groups of 128; what lies past the dimension stays zero.
        codes = AlignedMemory(count: graph.nibbles.dimension)
        others = AlignedMemory(count: width)
    }

    /// A row as what others are compared with.
    private func target(_ row: Int, _ buffer: AlignedMemory<Int8>) -> GraphWalk.Target {
        let planes = segment.planes
        let width = segment.transform.codeDimension
        let source = planes.codes + row * width
        var sum: Int32 = 0
        for i in 0..<width {
            let code = Int8(bitPattern: source[i] ^ 0x80)
            buffer.start[i] = code
            sum &+= Int32(code)
        }
        let offset = planes.offsets.map { $0[row] + segment.transform.centreSquared } ?? 0
        return GraphWalk.Target(
            codes: UnsafePointer(buffer.start),
            rows: .bytes(planes.codes, dimension: width),
            rowSteps: planes.steps,
            multiple: 1,
            bias: 128 * sum,
            step: planes.steps[row],
            constant: offset
        )
    }

    @inline(__always)
    private func similarity(_ product: Int32, _ row: Int, _ target: GraphWalk.Target) -> Float {
        let planes = segment.planes
        let inner = Float(product &- target.bias) * (target.step * planes.steps[row])
        return inner + target.constant + (planes.offsets?[row] ?? 0)
    }

    /// Writes the links a new row makes: the count, then the rows.
    func choose(
        for row: Int,
        batch: Range<Int>,
        links: Int,
        into list: UnsafeMutablePointer<UInt32>
    ) {
        let target = target(row, codes)
        let finder = target.walking(graph.nibbles)
        walk.begin()
        let entries = entries(for: row, before: batch.lowerBound)
        walk.enter(
            entries,
            count: entries.count,
            segment,
            finder,
            width: walkWidth,
            kernels: kernels
        )
        walk.run(graph, segment, finder, width: walkWidth, kernels: kernels)
        compareBatch(row, batch, target)
        let count = select(walk.pool.start, count: walk.count, atMost: links, fill: false)
        list[0] = UInt32(count)
        for i in 0..<count { list[1 + i] = selected.start[i] }
    }

    private func entries(for row: Int, before count: Int) -> [UInt32] {
        guard count >= 64 else { return (0..<UInt32(min(count, 32))).map { $0 } }
        let width = segment.transform.codeDimension
        for i in 0..<width { scratch.turned.start[i] = Float(codes.start[i]) }
        let bits = Encoding.planes(
            of: scratch.turned.start,
            dimension: width,
            planeCount: EncodedQuery.planeCount,
            into: scratch.planes.start
        )
        return GraphEntries(segment, rows: count, bits: bits, scratch: scratch, kernels: kernels)
            .rows
    }

    private func compareBatch(_ row: Int, _ batch: Range<Int>, _ target: GraphWalk.Target) {
        let width = segment.transform.codeDimension
        kernels.u8Rows(
            query: target.codes,
            rows: segment.planes.codes + batch.lowerBound * width,
            stride: width,
            count: batch.count,
            products: products.start
        )
        for (offset, other) in batch.enumerated() where other != row {
            let similarity = similarity(products.start[offset], other, target)
            walk.offer(GraphWalk.key(similarity, UInt32(other)), width: walkWidth)
        }
    }

    /// Chooses links among keys sorted closest first.
    ///
    /// A row is left out when a chosen one is closer to it than it is to the base, for that one leads
    /// there. With `fill`, places that stay free go to the closest left out.
    private func select(
        _ keys: UnsafePointer<UInt64>,
        count: Int,
        atMost limit: Int,
        fill: Bool
    ) -> Int {
        var chosen = 0
        for i in 0..<count where chosen < limit {
            let row = GraphWalk.row(keys[i])
            if leadsElsewhere(row, GraphWalk.similarity(keys[i]), chosen) {
                selected.start[chosen] = UInt32(row)
                chosen += 1
            }
        }
        guard fill else { return chosen }
        for i in 0..<count where chosen < limit {
            let row = UInt32(GraphWalk.row(keys[i]))
            if !(0..<chosen).contains(where: { selected.start[$0] == row }) {
                selected.start[chosen] = row
                chosen += 1
            }
        }
        return chosen
    }

    private func leadsElsewhere(_ row: Int, _ toBase: Float, _ chosen: Int) -> Bool {
        guard chosen > 0 else { return true }
        let target = target(row, others)
        kernels.u8Gather(
            query: target.codes,
            rows: segment.planes.codes,
            stride: segment.transform.codeDimension,
            slots: selected.start,
            count: chosen,
            products: products.start
        )
        for i in 0..<chosen
        where similarity(products.start[i], Int(selected.start[i]), target) > toBase {
            return false
        }
        return true
    }

    /// Lets the rows that a batch linked to link back, those of this part.
    func linkBack(
        _ batch: Range<Int>,
        chosen: UnsafePointer<UInt32>,
        part: Int,
        of parts: Int
    ) {
        for (offset, row) in batch.enumerated() {
            let list = chosen + offset * SegmentGraph.stride
            for i in 0..<Int(list[0]) where Int(list[1 + i]) % parts == part {
                addLink(from: Int(list[1 + i]), to: UInt32(row))
            }
        }
    }

    private func addLink(from row: Int, to other: UInt32) {
        let list = graph.links + row * SegmentGraph.stride
        let count = Int(list[0])
        if (0..<count).contains(where: { list[1 + $0] == other }) { return }
        if count < SegmentGraph.linksMax {
            list[1 + count] = other
            list[0] = UInt32(count + 1)
            return
        }
        for i in 0..<count { selected.start[i] = list[1 + i] }
        selected.start[count] = other
        let target = target(row, codes)
        kernels.u8Gather(
            query: target.codes,
            rows: segment.planes.codes,
            stride: segment.transform.codeDimension,
            slots: selected.start,
            count: count + 1,
            products: products.start
        )
        for i in 0...count {
            let similarity = similarity(products.start[i], Int(selected.start[i]), target)
            candidates.start[i] = GraphWalk.key(similarity, selected.start[i])
        }
        var keys = UnsafeMutableBufferPointer(start: candidates.start, count: count + 1)
        keys.sort(by: >)
        let kept = select(
            candidates.start,
            count: count + 1,
            atMost: SegmentGraph.linksMax,
            fill: true
        )
        graph.setLinks(of: row, selected.start, count: kept)
    }
}
