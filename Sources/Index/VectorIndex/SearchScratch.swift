import Synchronization

/// The buffers one search works in, kept from search to search.
final class SearchScratch {
    /// Rows a step of a scan looks at; what it yields stays in the first-level cache.
    static let rowsMax = 4_096

    let turned: AlignedMemory<Float>
    let planes: AlignedMemory<UInt64>
    let codes: AlignedMemory<Int8>
    let slots = AlignedMemory<UInt32>(count: SearchScratch.rowsMax + 16)
    let estimates = AlignedMemory<Float>(count: SearchScratch.rowsMax + 16)
    let products = AlignedMemory<Int32>(count: SearchScratch.rowsMax + 16)
    let mask = AlignedMemory<UInt64>(count: SearchScratch.rowsMax / 64 + 1)
    var candidates: [ScanCandidate] = []
    /// The walk this scratch did last, and of how many rows.
    private var lastWalk: (rows: Int, walk: GraphWalk)?

    init(codeDimension: Int) {
        turned = AlignedMemory(count: codeDimension)
        planes = AlignedMemory(count: codeDimension / 64 * 4)
        // Nibbles come in groups of 128; what lies past the dimension stays zero.
        codes = AlignedMemory(count: (codeDimension + 127) / 128 * 128)
    }

    /// Buffers for a walk among `rows` rows.
    func walk(rows: Int, width: Int) -> GraphWalk {
        if let lastWalk, lastWalk.rows == rows {
            lastWalk.walk.reserve(width: width)
            return lastWalk.walk
        }
        let walk = GraphWalk(rows: rows, widthMax: width)
        lastWalk = (rows, walk)
        return walk
    }
}

/// Scratch of searches that are not running.
final class ScratchPool: Sendable {
    /// More searches than this at once make and drop their own.
    private static let idleMax = 64

    private struct Idle: @unchecked Sendable {
        var scratches: [SearchScratch] = []
    }

    private let codeDimension: Int
    private let idle = Mutex(Idle())

    init(codeDimension: Int) {
        self.codeDimension = codeDimension
    }

    func with<Result>(_ body: (SearchScratch) -> Result) -> Result {
        let scratch = take() ?? SearchScratch(codeDimension: codeDimension)
        defer { giveBack(scratch) }
        return body(scratch)
    }

    private func take() -> SearchScratch? {
        nonisolated(unsafe) var taken: SearchScratch?
        idle.withLock { taken = $0.scratches.popLast() }
        return taken
    }

    private func giveBack(_ scratch: SearchScratch) {
        scratch.candidates.removeAll(keepingCapacity: true)
        nonisolated(unsafe) let returned = scratch
        idle.withLock { idle in
            if idle.scratches.count < Self.idleMax { idle.scratches.append(returned) }
        }
    }
}
