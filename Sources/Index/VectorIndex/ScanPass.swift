/// A row that may be among the answers.
struct ScanCandidate {
    var view: UInt32
    var slot: UInt32
    /// The product estimated from codes.
    var estimate: Float
}

/// One search over segments by scanning their codes: signs first, low bits for what the signs let
/// through, bytes for what those let through, floats for what the bytes leave in doubt.
struct ScanPass {
    /// The first step looks at so many rows, to learn what similarities the query meets.
    private static let firstRows = 1_024
    /// Fewer rows than this are scored without guessing a threshold.
    private static let guessedRowsMin = 4_096
    /// The guess is the threshold for so many times the answers wanted; groups repeat themselves.
    private static let guessedShare = (rows: 3, groups: 8)
    /// The share of the allowed loss that grouped searches use: best members lie closer to their
    /// threshold than the answers the margins were measured on.
    private static let groupedLoss = 0.7
    /// With fewer admitted rows in a step than one in this many, they are scored without the scan.
    private static let sparseShare = 16

    let request: SearchRequest
    let query: UnsafePointer<Float>
    let kernels: Kernels
    let scratch: SearchScratch
    let views: [SegmentView]
    let model: MarginModel
    var encoded: EncodedQuery?
    var top: TopMatches
    /// A threshold guessed from the first rows; if the true one turns out lower, the scan is done
    /// again without.
    var guess = -Float.infinity
    var mayGuess = false
    /// How far a code product may lie from the truth.
    var codeError: Float = 0
    /// How far below the threshold an estimate from signs, and one from levels, may lie.
    var margins: (signs: Float, levels: Float) = (0, 0)

    init(
        request: SearchRequest,
        query: UnsafePointer<Float>,
        kernels: Kernels,
        scratch: SearchScratch,
        views: [SegmentView],
        model: MarginModel
    ) {
        self.request = request
        self.query = query
        self.kernels = kernels
        self.scratch = scratch
        self.views = views
        self.model = model
        top = TopMatches(limit: request.limit, grouped: request.grouped)
    }

    /// Scans every view and gives the answers, closest first.
    mutating func run() -> [VectorMatch] {
        mayGuess =
            !exact && admittedCount() >= Self.guessedRowsMin
            && !views.contains { walkWidth($0) != nil }
        scanAll()
        if top.threshold < guess {
            guess = -.infinity
            mayGuess = false
            scratch.candidates.removeAll(keepingCapacity: true)
            top = TopMatches(limit: request.limit, grouped: request.grouped)
            scanAll()
        }
        return settled()
    }

    private mutating func scanAll() {
        for index in views.indices where views[index].liveCount > 0 {
            scan(index)
        }
    }

    /// What a row must reach to matter.
    var threshold: Float { max(top.threshold, guess) }
}

// MARK: - One segment

extension ScanPass {
    var exact: Bool { request.recall >= 1 }

    private mutating func scan(_ index: Int) {
        let view = views[index]
        prepare(for: view)
        if let width = walkWidth(view) {
            walk(index, view, width: width)
            return
        }
        let filtered = request.filter.flatMap { filter in
            view.sealed ? filter.admitted(of: view.segment, count: view.count).rows : nil
        }
        let blockRows = view.count / 8 * 8
        var row = 0
        var step = threshold > -.infinity ? SearchScratch.rowsMax : Self.firstRows
        while row < blockRows {
            let count = min(step, blockRows - row)
            scanStep(index, view, filtered, first: row, count: count)
            row += count
            step = min(step * 2, SearchScratch.rowsMax)
        }
        for slot in blockRows..<max(blockRows, view.count)
        where view.isLive(slot) && filtered?[slot] ?? true {
            scratch.slots.start[0] = UInt32(slot)
            refine(index, view, base: 0, count: 1)
        }
    }

    private mutating func prepare(for view: SegmentView) {
        let query =
            encoded.flatMap { $0.transform === view.segment.transform ? $0 : nil }
            ?? EncodedQuery(self.query, transform: view.segment.transform, scratch: scratch)
        encoded = query
        codeError = max(codeError, query.codeErrorBound(view, certain: exact))
        let recall = request.grouped ? 1 - (1 - request.recall) * Self.groupedLoss : request.recall
        let shares = exact ? nil : model.margins(recall: recall, limit: request.limit)
        let scale = query.length * view.lengthMax
        margins = shares.map { ($0.signs * scale, $0.levels * scale) } ?? (.infinity, .infinity)
    }

    private mutating func scanStep(
        _ index: Int,
        _ view: SegmentView,
        _ filtered: Bitmap?,
        first: Int,
        count: Int
    ) {
        var mask: UnsafePointer<UInt8>?
        if view.live != nil || filtered != nil {
            let admitted = combineMasks(view.live, filtered, first: first, count: count)
            if admitted == 0 { return }
            if admitted * Self.sparseShare <= count || exact {
                refine(index, view, base: first, count: listMasked(count: count))
                return
            }
            mask = UnsafeRawPointer(scratch.mask.start).assumingMemoryBound(to: UInt8.self)
        } else if exact {
            scoreAll(index, view, first: first, count: count)
            return
        }
        signScan(index, view, mask, first: first, count: count)
    }

    private mutating func signScan(
        _ index: Int,
        _ view: SegmentView,
        _ mask: UnsafePointer<UInt8>?,
        first: Int,
        count: Int
    ) {
        guard let query = encoded else { return }
        let planes = view.segment.planes
        let found = kernels.bitScan(
            query.bits,
            blocks: planes.bits + first / 8 * (query.transform.codeDimension / 8),
            factors: planes.factors + first,
            offsets: planes.offsets.map { UnsafePointer($0 + first) },
            mask: mask,
            blockCount: count / 8,
            threshold: threshold - margins.signs - query.constant,
            slots: scratch.slots.start,
            estimates: scratch.estimates.start
        )
        if threshold == -.infinity, mayGuess {
            sharpen(index, view, base: first, count: guessThreshold(view, count: found))
        } else {
            sharpen(index, view, base: first, count: found)
        }
    }

    /// Scores by their codes those rows of a sign scan that their low bits still let through.
    private mutating func sharpen(_ index: Int, _ view: SegmentView, base: Int, count: Int) {
        guard let query = encoded, count > 0 else { return }
        let planes = view.segment.planes
        let kept = kernels.bitRefine(
            query.bits,
            lows: planes.lows + base * (query.transform.codeDimension / 64),
            factors: planes.factors + base,
            lowFactors: planes.lowFactors + base,
            offsets: planes.offsets.map { UnsafePointer($0 + base) },
            count: count,
            threshold: threshold - margins.levels - query.constant,
            slots: scratch.slots.start,
            estimates: scratch.estimates.start
        )
        refine(index, view, base: base, count: kept)
    }

    /// Guesses the threshold from the estimates of the first rows, and keeps those that reach it.
    ///
    /// Were similarities normal, this many would lie above the guess; faces have more that are far
    /// above.
    private mutating func guessThreshold(_ view: SegmentView, count: Int) -> Int {
        guard let query = encoded, count >= Self.firstRows / 16 else { return count }
        let estimates = scratch.estimates.start
        var sum: Float = 0
        var squares: Float = 0
        for i in 0..<count {
            sum += estimates[i]
            squares += estimates[i] * estimates[i]
        }
        let mean = sum / Float(count)
        let noise = query.length * view.lengthMax * model.deviations.signs
        let variance = squares / Float(count) - mean * mean - noise * noise
        let wanted =
            request.limit * (request.grouped ? Self.guessedShare.groups : Self.guessedShare.rows)
        let share = Double(wanted) / Double(admittedCount())
        guard variance > 0, share < 0.1 else { return count }
        guess =
            mean + query.constant + Float(normalDeviations(above: share)) * variance.squareRoot()
        return keepReaching(guess - margins.signs - query.constant, count: count)
    }

    /// Keeps reported rows whose estimate reaches a threshold; returns how many.
    private func keepReaching(_ threshold: Float, count: Int) -> Int {
        let slots = scratch.slots.start
        let estimates = scratch.estimates.start
        var kept = 0
        for i in 0..<count where estimates[i] >= threshold {
            slots[kept] = slots[i]
            estimates[kept] = estimates[i]
            kept += 1
        }
        return kept
    }

    /// Rows that may be answered, as far as filters are worked out.
    private func admittedCount() -> Int {
        views.reduce(0) { sum, view in
            guard let filter = request.filter else { return sum + view.liveCount }
            guard view.sealed else { return sum }
            return sum + filter.admitted(of: view.segment, count: view.count).count
        }
    }
}

// MARK: - Codes, then floats

extension ScanPass {
    /// Scores the rows `base + slots[0..<count]` by their codes.
    mutating func refine(_ index: Int, _ view: SegmentView, base: Int, count: Int) {
        guard let query = encoded, count > 0 else { return }
        let width = query.transform.codeDimension
        kernels.u8Gather(
            query: query.codes,
            rows: view.segment.planes.codes + base * width,
            stride: width,
            slots: scratch.slots.start,
            count: count,
            products: scratch.products.start
        )
        let slots = scratch.slots.start
        accept(index, view, query, count: count) { base + Int(slots[$0]) }
    }

    /// Scores all rows of a step by their codes.
    private mutating func scoreAll(_ index: Int, _ view: SegmentView, first: Int, count: Int) {
        guard let query = encoded else { return }
        let width = query.transform.codeDimension
        kernels.u8Rows(
            query: query.codes,
            rows: view.segment.planes.codes + first * width,
            stride: width,
            count: count,
            products: scratch.products.start
        )
        accept(index, view, query, count: count) { first + $0 }
    }

    @inline(__always)
    private mutating func accept(
        _ index: Int,
        _ view: SegmentView,
        _ query: EncodedQuery,
        count: Int,
        slot: (Int) -> Int
    ) {
        let planes = view.segment.planes
        let products = scratch.products.start
        var floor = threshold - 2 * codeError
        for i in 0..<count {
            let row = slot(i)
            var estimate =
                Float(products[i] &- query.bias) * (query.step * planes.steps[row]) + query.constant
            if let offsets = planes.offsets { estimate += offsets[row] }
            guard estimate >= floor else { continue }
            keep(index, view, row, estimate)
            floor = threshold - 2 * codeError
        }
    }

    private mutating func keep(_ index: Int, _ view: SegmentView, _ slot: Int, _ estimate: Float) {
        let match = view.segment.match(at: slot, similarity: estimate)
        guard request.admits(match) else { return }
        if let filter = request.filter, !view.sealed, !filter.admits(match.id, match.group) {
            return
        }
        top.offer(match)
        scratch.candidates.append(
            ScanCandidate(view: UInt32(index), slot: UInt32(slot), estimate: estimate)
        )
    }

    /// Scores the candidates that can still be answers by their floats.
    private func settled() -> [VectorMatch] {
        let floor = top.threshold - 2 * codeError
        var best = TopMatches(limit: request.limit, grouped: request.grouped)
        let capacity = SearchScratch.rowsMax
        var pending = 0
        var pendingView = 0
        for candidate in scratch.candidates where candidate.estimate >= floor {
            if Int(candidate.view) != pendingView || pending == capacity {
                offerExact(pendingView, count: pending, to: &best)
                pending = 0
                pendingView = Int(candidate.view)
            }
            scratch.slots.start[pending] = candidate.slot
            pending += 1
        }
        offerExact(pendingView, count: pending, to: &best)
        return best.sorted()
    }

    private func offerExact(_ index: Int, count: Int, to best: inout TopMatches) {
        guard count > 0 else { return }
        let segment = views[index].segment
        let dimension = segment.transform.dimension
        kernels.f32Gather(
            query: query,
            rows: segment.planes.vectors,
            stride: dimension,
            slots: scratch.slots.start,
            count: count,
            dimension: dimension,
            products: scratch.estimates.start
        )
        for i in 0..<count {
            let slot = Int(scratch.slots.start[i])
            best.offer(segment.match(at: slot, similarity: scratch.estimates.start[i]))
        }
    }
}
