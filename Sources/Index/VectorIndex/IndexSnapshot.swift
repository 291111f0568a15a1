/// The contents of an index at one moment; searches of it see neither later changes nor half a
/// batch, and wait for nobody.
public struct IndexSnapshot: Sendable {
    /// Components a vector has.
    public let dimension: Int
    /// How vectors are compared.
    public let metric: VectorMetric

    var views: [SegmentView] = []
    var model: MarginModel
    let kernels: Kernels
    let scratches: ScratchPool

    init(dimension: Int, metric: VectorMetric, kernels: Kernels) {
        self.dimension = dimension
        self.metric = metric
        self.kernels = kernels
        let codeDimension = (dimension + 63) / 64 * 64
        scratches = ScratchPool(codeDimension: codeDimension)
        model = MarginModel(codeDimension: codeDimension)
    }

    /// How many vectors are stored.
    public var count: Int { views.reduce(0) { $0 + $1.liveCount } }

    /// The closest vectors, closest first; among equals the smaller id first.
    ///
    /// - Parameters:
    ///   - query: `dimension` components; any length other than zero under `cosine`.
    ///   - limit: how many at most, greater than zero.
    ///   - recall: the share of the true answers that must be found on average, greater than 0;
    ///     at 1 the answers are those of an exact comparison with every vector.
    ///   - filter: what may be answered, or `nil` for everything.
    ///   - engine: how to look; leave it to the planner.
    public func nearest(
        to query: [Float],
        limit: Int,
        recall: Double = 0.99,
        filter: VectorFilter? = nil,
        engine: SearchEngine = .planned
    ) throws(VectorIndexError) -> [VectorMatch] {
        try search(
            query,
            SearchRequest(
                limit: limit,
                grouped: false,
                recall: recall,
                filter: filter,
                engine: engine
            )
        )
    }

    /// The closest groups, each by its closest member; a vector without group stands for itself.
    ///
    /// - Parameters:
    ///   - query: `dimension` components; any length other than zero under `cosine`.
    ///   - limit: how many groups at most, greater than zero.
    ///   - recall: the share of the true answers that must be found on average, as in `nearest`.
    ///   - filter: what may be answered, or `nil` for everything.
    ///   - excludingGroup: a group left out, or `nil`.
    public func nearestGroups(
        to query: [Float],
        limit: Int,
        recall: Double = 0.99,
        filter: VectorFilter? = nil,
        excludingGroup: UInt64? = nil
    ) throws(VectorIndexError) -> [VectorMatch] {
        try search(
            query,
            SearchRequest(
                limit: limit,
                grouped: true,
                recall: recall,
                filter: filter,
                excludedGroup: excludingGroup
            )
        )
    }

    func search(
        _ query: [Float],
        _ request: SearchRequest
    ) throws(VectorIndexError) -> [VectorMatch] {
        precondition(request.limit > 0, "a search asks for at least one answer")
        precondition(request.recall > 0, "recall is greater than 0")
        let prepared = try metric.prepared(query, dimension: dimension)
        let stored = count
        guard stored > 0 else { return [] }
        var request = request
        request.limit = min(request.limit, stored)
        return scan(prepared, request)
    }

    func scan(_ query: [Float], _ request: SearchRequest) -> [VectorMatch] {
        scratches.with { scratch in
            query.withUnsafeBufferPointer { query in
                guard let start = query.baseAddress else { return [] }
                var pass = ScanPass(
                    request: request,
                    query: start,
                    kernels: kernels,
                    scratch: scratch,
                    views: views,
                    model: model
                )
                return pass.run()
            }
        }
    }
}
