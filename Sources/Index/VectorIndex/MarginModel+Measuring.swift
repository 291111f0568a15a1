extension MarginModel {
    /// Sample queries of each kind.
    private static let queriesEach = 24
    /// Rows a sample query is compared with.
    private static let rowsMax = 65_536
    /// Rows whose estimates are compared with the truth, a query.
    private static let pairRows = 512
    /// Fewer rows than this say too little.
    private static let rowsMin = 2_048
    /// Allowance on the measured deviation.
    private static let deviationAllowance: Float = 1.02

    /// Measures the errors of sign estimates and the spacing of answers on a segment's own rows.
    ///
    /// Two kinds of query stand for what will be asked: stored vectors, whose answers are their own
    /// kind; and mixtures of many vectors, which have no kin here and whose answers crowd together.
    /// The margin serves the worse.
    convenience init(measuring view: SegmentView, kernels: Kernels, scratches: ScratchPool) {
        let transform = view.segment.transform
        guard view.count >= Self.rowsMin else {
            self.init(codeDimension: transform.codeDimension)
            return
        }
        var seed: UInt64 = 0x4D41_5247
        var sampler = MarginSampler(view: view, kernels: kernels)
        let kinds = [false, true].map { mixed in
            (0..<Self.queriesEach).map { _ in
                sampler.measure(
                    mixed: mixed,
                    rows: min(view.count, Self.rowsMax),
                    pairs: Self.pairRows,
                    seed: &seed,
                    scratches: scratches
                )
            }
        }
        // Vectors that are all alike have no errors; a margin still needs a scale.
        let least = 0.05 / Float(transform.codeDimension).squareRoot()
        self.init(
            deviations: (
                max(least, sampler.signErrors.deviation * Self.deviationAllowance),
                max(least, sampler.levelErrors.deviation * Self.deviationAllowance)
            ),
            samples: kinds
        )
    }
}

/// Compares sample queries with the rows of a segment.
private struct MarginSampler {
    let view: SegmentView
    let kernels: Kernels
    private(set) var signErrors = ErrorSum()
    private(set) var levelErrors = ErrorSum()

    init(view: SegmentView, kernels: Kernels) {
        self.view = view
        self.kernels = kernels
    }

    /// The greatest similarities of one query around the centre, as shares of both lengths.
    mutating func measure(
        mixed: Bool,
        rows: Int,
        pairs: Int,
        seed: inout UInt64,
        scratches: ScratchPool
    ) -> [Float] {
        let (query, own) = SampleQueries(view: view).next(mixed: mixed, rows: rows, seed: &seed)
        let similarities = products(query, rows: rows)
        let (scale, constant) = scratches.with { scratch in
            addErrors(query, similarities, pairs: pairs, seed: &seed, scratch: scratch)
        }
        guard scale > 0 else { return [] }
        var best = BestNumbers(limit: MarginModel.rankMax)
        for row in 0..<rows where row != own { best.offer(similarities[row]) }
        return best.sorted().map { ($0 - constant) / scale }
    }

    private func products(_ query: [Float], rows: Int) -> [Float] {
        let transform = view.segment.transform
        return [Float](unsafeUninitializedCapacity: rows) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            query.withUnsafeBufferPointer { query in
                guard let query = query.baseAddress else { return }
                kernels.f32Rows(
                    query: query,
                    rows: view.segment.planes.vectors,
                    stride: transform.dimension,
                    count: rows,
                    dimension: transform.dimension,
                    products: start
                )
            }
            count = rows
        }
    }

    /// Adds the errors of the estimates of some rows; returns the product of both lengths, and
    /// what the centre adds to every similarity.
    private mutating func addErrors(
        _ query: [Float],
        _ similarities: [Float],
        pairs: Int,
        seed: inout UInt64,
        scratch: SearchScratch
    ) -> (scale: Float, constant: Float) {
        let planes = view.segment.planes
        let encoded = query.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map {
                EncodedQuery($0, transform: view.segment.transform, scratch: scratch)
            }
        }
        guard let encoded else { return (0, 0) }
        let scale = encoded.length * view.lengthMax
        guard scale > 0 else { return (0, 0) }
        let rows = SegmentPlanes.blockRows
        let blocks = min(similarities.count, pairs) / rows
        let first = Int(splitMix(&seed) % UInt64(similarities.count / rows - blocks + 1)) * rows
        let found = kernels.bitScan(
            encoded.bits,
            blocks: planes.block(of: first, encoded.transform.codeDimension),
            factors: planes.factors + first,
            offsets: planes.offsets.map { UnsafePointer($0 + first) },
            mask: nil,
            blockCount: blocks,
            threshold: -.infinity,
            slots: scratch.slots.start,
            estimates: scratch.estimates.start
        )
        // An estimate errs by a share of its row's own length: answers may be the long rows, and the
        // margin is taken for the longest.
        let lengths = (0..<blocks * rows).map { length(ofRow: first + $0) }
        func error(_ i: Int) -> Float? {
            let slot = Int(scratch.slots.start[i])
            let own = encoded.length * lengths[slot]
            guard own > 0 else { return nil }
            return (scratch.estimates.start[i] + encoded.constant - similarities[first + slot])
                / own
        }
        for i in 0..<found { error(i).map { signErrors.add($0) } }
        let kept = kernels.levelRefine(
            encoded.codes,
            levels: planes.levels + first * encoded.transform.levelStride,
            offsets: planes.offsets.map { UnsafePointer($0 + first) },
            count: found,
            threshold: -.infinity,
            slots: scratch.slots.start,
            estimates: scratch.estimates.start
        )
        for i in 0..<kept { error(i).map { levelErrors.add($0) } }
        return (scale, encoded.constant)
    }

    /// The length of a row around the centre.
    private func length(ofRow row: Int) -> Float {
        let transform = view.segment.transform
        let vector = view.segment.vector(at: row)
        var squared: Float = 0
        for i in 0..<transform.dimension {
            let part = transform.centre.isEmpty ? vector[i] : vector[i] - transform.centre[i]
            squared += part * part
        }
        return squared.squareRoot()
    }
}

/// Gathers errors for their deviation from zero.
private struct ErrorSum {
    private var squares = 0.0
    private var count = 0

    mutating func add(_ error: Float) {
        squares += Double(error) * Double(error)
        count += 1
    }

    var deviation: Float { Float((squares / Double(max(1, count))).squareRoot()) }
}

/// The greatest of many numbers.
private struct BestNumbers {
    private let limit: Int
    private var numbers: [Float] = []

    init(limit: Int) {
        self.limit = limit
    }

    mutating func offer(_ number: Float) {
        if numbers.count == limit {
            guard let last = numbers.last, number > last else { return }
            numbers.removeLast()
        }
        let position = numbers.firstIndex { $0 < number } ?? numbers.count
        numbers.insert(number, at: position)
    }

    func sorted() -> [Float] { numbers }
}
