import Synchronization

/// A live index of vectors: changes are visible to the next search, searches never wait for
/// writers, and the recall asked for is the recall found.
///
/// Vectors carry a 64-bit id and, if wanted, a 64-bit group (the person whose faces they are).
/// Calls may come from any thread. Call `maintain()` now and then, from a thread that may work:
/// it merges small segments, overwrites removed vectors and measures what recall costs.
public final class VectorIndex: Sendable {
    /// The dimensions an index takes.
    public static let dimensions = 16...4_096

    /// Components a vector has.
    public let dimension: Int
    /// How vectors are compared.
    public let metric: VectorMetric

    /// What searches see; they never wait for it.
    let published: Published<IndexSnapshot>
    let writer: Mutex<IndexWriter>
    /// Batches that wait for the writer; whoever holds it takes the others' along.
    let waiting = Mutex<[WaitingBatch]>([])
    /// Held while merging: one merge at a time.
    let merging = Mutex(())
    /// Held while a graph is built: one at a time, and merges go on.
    let building = Mutex(())
    /// Whether changes are written to a log of its own.
    let isDurable: Bool

    /// Makes an empty index that lives in memory.
    ///
    /// - Precondition: `dimension` is one of `dimensions`.
    public convenience init(dimension: Int, metric: VectorMetric = .cosine) {
        self.init(dimension: dimension, metric: metric, kernels: .best)
    }

    package init(dimension: Int, metric: VectorMetric, kernels: Kernels) {
        precondition(Self.dimensions.contains(dimension), "dimension \(dimension)")
        self.dimension = dimension
        self.metric = metric
        let empty = IndexSnapshot(dimension: dimension, metric: metric, kernels: kernels)
        isDurable = false
        published = Published(empty)
        writer = Mutex(IndexWriter(snapshot: empty))
    }

    init(writer: IndexWriter, storage: IndexStorage) {
        dimension = writer.snapshot.dimension
        metric = writer.snapshot.metric
        isDurable = storage.durability == .durable
        published = Published(writer.snapshot)
        var stored = writer
        stored.storage = storage
        self.writer = Mutex(stored)
    }

    convenience init(snapshot: IndexSnapshot, storage: IndexStorage) {
        self.init(writer: IndexWriter(snapshot: snapshot), storage: storage)
    }

    /// How many vectors are stored.
    public var count: Int { snapshot().count }

    /// The contents as they are now.
    public func snapshot() -> IndexSnapshot {
        published.value
    }

    /// Stores a vector, replacing what was stored under the id.
    ///
    /// - Throws: when the vector has the wrong dimension, is not finite, is zero under `cosine`, or has
    ///   a length that `VectorMetric.lengths` does not name under `innerProduct`.
    public func upsert(
        id: UInt64,
        group: UInt64? = nil,
        vector: [Float]
    ) throws(VectorIndexError) {
        try apply([.upsert(id: id, group: group, vector: vector)])
    }

    /// Removes the vector stored under an id; nothing happens when there is none.
    public func remove(id: UInt64) throws(VectorIndexError) {
        try apply([.remove(id: id)])
    }

    /// Applies changes in order, all or none; no search sees a part of them.
    ///
    /// - Parameters:
    ///   - changes: a later change to an id replaces an earlier one.
    ///   - position: where the owner's own log stands after these changes, if it has one; the index
    ///     names it again as `position` when it is opened.
    /// - Throws: as `upsert`, and when a durable index is given more than a gigabyte at once; then
    ///   nothing was changed. When the disk refused, the index must be
    ///   opened again to be changed; then the changes may have been made or not.
    public func apply(
        _ changes: [VectorChange],
        position: Int64? = nil
    ) throws(VectorIndexError) {
        var checked: [VectorChange] = []
        checked.reserveCapacity(changes.count)
        for change in changes {
            checked.append(try metric.prepared(change, dimension: dimension))
        }
        try commit(checked, position: position)
    }

    /// The closest vectors of the present contents; see `IndexSnapshot.nearest`.
    public func nearest(
        to query: [Float],
        limit: Int,
        recall: Double = 0.99,
        filter: VectorFilter? = nil,
        engine: SearchEngine = .planned
    ) throws(VectorIndexError) -> [VectorMatch] {
        try snapshot().nearest(
            to: query,
            limit: limit,
            recall: recall,
            filter: filter,
            engine: engine
        )
    }

    /// The closest groups of the present contents; see `IndexSnapshot.nearestGroups`.
    public func nearestGroups(
        to query: [Float],
        limit: Int,
        recall: Double = 0.99,
        filter: VectorFilter? = nil,
        excludingGroup: UInt64? = nil
    ) throws(VectorIndexError) -> [VectorMatch] {
        try snapshot().nearestGroups(
            to: query,
            limit: limit,
            recall: recall,
            filter: filter,
            excludingGroup: excludingGroup
        )
    }

    /// Makes the writer's state what searches see; called with the writer locked, so that states
    /// are published in order.
    func publish(_ writer: borrowing IndexWriter) {
        let snapshot = writer.snapshot
        published.update { _ in snapshot }
    }
}
