internal import Synchronization

/// One graph, compiled for each picture size when it is first asked for.
///
/// For a detector: fixed sizes run faster than open ones and, a size being a network of its own, the
/// result depends on the picture alone, not on what ran before. Callers pad pictures to few sizes
/// (multiples of 64 at a long side of 320): beyond `limit` the size not used for longest is dropped
/// and compiled anew, .15 s, when it comes back.
public final class ShapedNetworks: Sendable {
    private struct Size: Hashable {
        let height: Int
        let width: Int
    }

    private struct Shelf {
        /// The most recently used last.
        var networks: [(size: Size, network: Network)] = []

        mutating func take(_ size: Size) -> Network? {
            guard let index = networks.firstIndex(where: { $0.size == size }) else { return nil }
            let entry = networks.remove(at: index)
            networks.append(entry)
            return entry.network
        }
    }

    /// Most sizes kept at a time.
    public let limit: Int

    private let engine: InferenceEngine
    private let source: GraphSource
    private let precision: InferencePrecision
    private let shelf = Mutex(Shelf())
    private let compiling = Mutex(())

    /// Names the graph; nothing is compiled yet.
    ///
    /// - Parameter limit: most sizes kept, greater than 0. A detector of 1 MB takes about 15 MB a
    ///   size at 320 pixels and 50 MB at 640.
    public init(
        _ engine: InferenceEngine,
        graphAt path: String,
        precision: InferencePrecision,
        limit: Int
    ) {
        precondition(limit > 0)
        self.engine = engine
        source = .file(path)
        self.precision = precision
        self.limit = limit
    }

    /// The network for one picture of this size, a batch of 1; compiled now if need be.
    ///
    /// Any thread may ask. Sizes that are there are given at once; of those that are not, one is
    /// compiled at a time.
    public func network(height: Int, width: Int) throws(InferenceError) -> Network {
        let size = Size(height: height, width: width)
        if let network = shelf.withLock({ $0.take(size) }) { return network }
        return try compiling.withLock { (_) throws(InferenceError) -> Network in
            // Another thread may have compiled it while this one waited.
            if let network = shelf.withLock({ $0.take(size) }) { return network }
            let shape = InputShape(batch: 1, height: .fixed(height), width: .fixed(width))
            let network = try engine.compile(source, precision: precision, shape: shape)
            shelf.withLock { shelf in
                if shelf.networks.count == limit { shelf.networks.removeFirst() }
                shelf.networks.append((size, network))
            }
            return network
        }
    }

    /// Sizes that are compiled now.
    public var count: Int { shelf.withLock { $0.networks.count } }
}
