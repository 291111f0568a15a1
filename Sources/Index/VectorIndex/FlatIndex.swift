import Synchronization

/// An index that compares a query with every vector it holds: exact, and the measure of the others.
///
/// Vectors are 32-bit floats with a 64-bit id and, if wanted, a 64-bit group (the person whose faces
/// they are). Calls may come from any thread; a change is visible to the next search, and a search
/// sees the contents as they were when it began.
public final class FlatIndex: Sendable {
    /// The dimensions an index takes.
    public static let dimensions = 16...4_096

    /// A rewrite gives the room of removed vectors back when at least this many, and a quarter of
    /// all, are dead.
    private static let deadRowsMin = 1_024

    private struct State {
        var snapshot: FlatSnapshot
        var slots: [UInt64: Int] = [:]
    }

    /// Components a vector has.
    public let dimension: Int
    /// How vectors are compared.
    public let metric: VectorMetric

    private let kernels: Kernels
    private let state: Mutex<State>

    /// Makes an empty index.
    ///
    /// - Precondition: `dimension` is one of `dimensions`.
    public convenience init(dimension: Int, metric: VectorMetric = .cosine) {
        self.init(dimension: dimension, metric: metric, kernels: .best)
    }

    package init(dimension: Int, metric: VectorMetric, kernels: Kernels) {
        precondition(Self.dimensions.contains(dimension), "dimension \(dimension)")
        self.dimension = dimension
        self.metric = metric
        self.kernels = kernels
        state = Mutex(State(snapshot: FlatSnapshot(dimension: dimension)))
    }

    /// How many vectors are stored.
    public var count: Int { state.withLock { $0.snapshot.liveCount } }

    /// Stores a vector, replacing what was stored under the id.
    ///
    /// - Throws: when the vector has the wrong dimension, is not finite, or is zero under `cosine`.
    public func upsert(
        id: UInt64,
        group: UInt64? = nil,
        vector: [Float]
    ) throws(VectorIndexError) {
        try apply([.upsert(id: id, group: group, vector: vector)])
    }

    /// Removes the vector stored under an id.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public func remove(id: UInt64) -> Bool {
        state.withLock { state in
            let found = Self.removeRow(id, from: &state)
            Self.compactIfWorthwhile(&state)
            return found
        }
    }

    /// Applies changes in order, all or none; no search sees a part of them.
    ///
    /// - Throws: as `upsert`; then nothing was changed.
    public func apply(_ changes: [VectorChange]) throws(VectorIndexError) {
        var prepared: [VectorChange] = []
        prepared.reserveCapacity(changes.count)
        for change in changes { prepared.append(try metric.prepared(change, dimension: dimension)) }
        state.withLock { state in
            for change in prepared {
                switch change {
                case .upsert(let id, let group, let vector):
                    _ = Self.removeRow(id, from: &state)
                    Self.append(id: id, group: group ?? noGroup, vector: vector, to: &state)
                case .remove(let id):
                    _ = Self.removeRow(id, from: &state)
                }
            }
            Self.compactIfWorthwhile(&state)
        }
    }

    /// The closest vectors, closest first; among equals the smaller id first.
    ///
    /// - Parameters:
    ///   - query: `dimension` components; any length other than zero under `cosine`.
    ///   - limit: how many at most, greater than zero.
    ///   - filter: what may be answered, or `nil` for everything.
    /// - Complexity: O(count * dimension).
    public func nearest(
        to query: [Float],
        limit: Int,
        filter: VectorFilter? = nil
    ) throws(VectorIndexError) -> [VectorMatch] {
        try search(query, limit: limit, grouped: false, filter: filter, excludingGroup: nil)
    }

    /// The closest groups, each by its closest member; a vector without group stands for itself.
    ///
    /// - Parameters:
    ///   - query: `dimension` components; any length other than zero under `cosine`.
    ///   - limit: how many groups at most, greater than zero.
    ///   - filter: what may be answered, or `nil` for everything.
    ///   - excludingGroup: a group left out, or `nil`.
    /// - Complexity: O(count * dimension).
    public func nearestGroups(
        to query: [Float],
        limit: Int,
        filter: VectorFilter? = nil,
        excludingGroup: UInt64? = nil
    ) throws(VectorIndexError) -> [VectorMatch] {
        try search(
            query,
            limit: limit,
            grouped: true,
            filter: filter,
            excludingGroup: excludingGroup
        )
    }

    private func search(
        _ query: [Float],
        limit: Int,
        grouped: Bool,
        filter: VectorFilter?,
        excludingGroup: UInt64?
    ) throws(VectorIndexError) -> [VectorMatch] {
        let prepared = try metric.prepared(query, dimension: dimension)
        var top = TopMatches(limit: limit, grouped: grouped)
        let snapshot = state.withLock { $0.snapshot }
        snapshot.search(
            query: prepared,
            admitting: { match in
                if let excludingGroup, match.group == excludingGroup { return false }
                return filter?.admits(match.id, match.group) ?? true
            },
            kernels: kernels,
            into: &top
        )
        return top.sorted()
    }
}

extension FlatIndex {
    private static func removeRow(_ id: UInt64, from state: inout State) -> Bool {
        guard let slot = state.slots.removeValue(forKey: id) else { return false }
        state.snapshot.live[slot] = false
        state.snapshot.liveCount -= 1
        return true
    }

    private static func append(
        id: UInt64,
        group: UInt64,
        vector: [Float],
        to state: inout State
    ) {
        let slot = state.snapshot.live.count
        let row = slot % FlatChunk.rowsMax
        if row == 0 {
            state.snapshot.chunks.append(FlatChunk(dimension: state.snapshot.dimension))
        }
        vector.withUnsafeBufferPointer { vector in
            guard let start = vector.baseAddress else { return }
            state.snapshot.chunks[slot / FlatChunk.rowsMax]
                .write(row: row, id: id, group: group, vector: start)
        }
        state.snapshot.live.append(true)
        state.snapshot.liveCount += 1
        state.slots[id] = slot
    }

    private static func compactIfWorthwhile(_ state: inout State) {
        let old = state.snapshot
        let dead = old.live.count - old.liveCount
        guard dead >= deadRowsMin, dead * 4 >= old.live.count else { return }
        var fresh = FlatSnapshot(dimension: old.dimension)
        for slot in 0..<old.live.count where old.live[slot] {
            let source = old.chunks[slot / FlatChunk.rowsMax]
            let from = slot % FlatChunk.rowsMax
            let target = fresh.live.count
            if target % FlatChunk.rowsMax == 0 {
                fresh.chunks.append(FlatChunk(dimension: old.dimension))
            }
            let id = source.ids.start[from]
            fresh.chunks[target / FlatChunk.rowsMax].write(
                row: target % FlatChunk.rowsMax,
                id: id,
                group: source.groups.start[from],
                vector: source.vector(row: from)
            )
            fresh.live.append(true)
            state.slots[id] = target
        }
        fresh.liveCount = old.liveCount
        state.snapshot = fresh
    }
}
