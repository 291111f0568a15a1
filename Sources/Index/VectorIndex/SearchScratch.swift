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
    let heldSlots = AlignedMemory<UInt32>(count: 2 * SearchScratch.rowsMax)
    let heldEstimates = AlignedMemory<Float>(count: 2 * SearchScratch.rowsMax)
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

/// Scratch of searches that are not running; taken and given back without waiting.
final class ScratchPool: @unchecked Sendable {
    /// More searches than this at once make and drop their own.
    private static let idleMax = 16

    private let codeDimension: Int
    /// Addresses of retained scratches; 0 for none.
    private let idle: UnsafeMutablePointer<Atomic<UInt>>

    init(codeDimension: Int) {
        self.codeDimension = codeDimension
        idle = .allocate(capacity: Self.idleMax)
        for place in 0..<Self.idleMax { (idle + place).initialize(to: Atomic(0)) }
    }

    deinit {
        while let scratch = take() { _ = scratch }
        idle.deinitialize(count: Self.idleMax)
        idle.deallocate()
    }

    func with<Result>(_ body: (SearchScratch) -> Result) -> Result {
        let scratch = take() ?? SearchScratch(codeDimension: codeDimension)
        defer { giveBack(scratch) }
        return body(scratch)
    }

    private func take() -> SearchScratch? {
        for place in 0..<Self.idleMax where idle[place].load(ordering: .relaxed) != 0 {
            let address = idle[place].exchange(0, ordering: .acquiring)
            guard let pointer = UnsafeRawPointer(bitPattern: address) else { continue }
            return Unmanaged<SearchScratch>.fromOpaque(pointer).takeRetainedValue()
        }
        return nil
    }

    private func giveBack(_ scratch: SearchScratch) {
        scratch.candidates.removeAll(keepingCapacity: true)
        let held = Unmanaged.passRetained(scratch)
        let address = UInt(bitPattern: held.toOpaque())
        for place in 0..<Self.idleMax where idle[place].load(ordering: .relaxed) == 0 {
            let (exchanged, _) = idle[place].compareExchange(
                expected: 0,
                desired: address,
                ordering: .releasing
            )
            if exchanged { return }
        }
        held.release()
    }
}
