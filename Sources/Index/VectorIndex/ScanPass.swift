/// A row that may be among the answers.
struct ScanCandidate {
    var view: UInt32
    var slot: UInt32
    /// The product estimated from codes.
    var estimate: Float
}

/// One search over segments by scanning their codes: signs first, bytes for what the signs let
/// through, floats for what the bytes leave in doubt.
struct ScanPass: ~Copyable {
    /// A first step this small shows what similarities this query meets before much is scored.
    private static let firstRows = 1_024
    /// With fewer admitted rows in a step than one in this many, they are scored without the scan.
    private static let sparseShare = 16

    let request: SearchRequest
    let query: UnsafePointer<Float>
    let kernels: Kernels
    let scratch: SearchScratch
    let views: [SegmentView]
    let model: MarginModel
    private var encoded: EncodedQuery?
    private var top: TopMatches
    /// How far a code product may lie from the truth.
    private var codeError: Float = 0
    /// How far below the threshold a sign estimate may lie.
    private var signMargin: Float = 0

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
    consuming func run() -> [VectorMatch] {
        for index in views.indices where views[index].liveCount > 0 {
            scan(index)
        }
        return settled()
    }
}

// MARK: - One segment

extension ScanPass {
    private var exact: Bool { request.recall >= 1 }

    private mutating func scan(_ index: Int) {
        let view = views[index]
        prepare(for: view)
        let filtered = request.filter.flatMap { filter in
            view.sealed ? filter.admitted(of: view.segment, count: view.count) : nil
        }
        let blockRows = view.count / 8 * 8
        var row = 0
        var step = top.threshold > -.infinity ? SearchScratch.rowsMax : Self.firstRows
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
        signMargin =
            exact
            ? .infinity
            : query.length * view.lengthMax
                * model.margin(recall: request.recall, limit: request.limit)
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
        let threshold = top.threshold - signMargin - query.constant
        let found = kernels.bitScan(
            query.bits,
            blocks: planes.bits + first / 8 * (query.transform.codeDimension / 8),
            factors: planes.factors + first,
            offsets: planes.offsets.map { UnsafePointer($0 + first) },
            mask: mask,
            blockCount: count / 8,
            threshold: threshold,
            slots: scratch.slots.start,
            estimates: scratch.estimates.start
        )
        if threshold == -.infinity, found > 4 * request.limit {
            seed(index, view, base: first, count: found)
        } else {
            refine(index, view, base: first, count: found)
        }
    }

    /// The first rows of a search: scores the most promising, then those that still matter.
    private mutating func seed(_ index: Int, _ view: SegmentView, base: Int, count: Int) {
        guard let query = encoded else { return }
        let slots = scratch.slots.start
        let estimates = scratch.estimates.start
        let promising = promisingEstimate(count: count)
        var chosen = 0
        for i in 0..<count where estimates[i] >= promising {
            swap(&slots[i], &slots[chosen])
            swap(&estimates[i], &estimates[chosen])
            chosen += 1
        }
        refine(index, view, base: base, count: chosen)
        let threshold = top.threshold - signMargin - query.constant
        var kept = 0
        for i in chosen..<count where estimates[i] >= threshold {
            slots[kept] = slots[i]
            kept += 1
        }
        refine(index, view, base: base, count: kept)
    }

    /// An estimate that about three times as many rows reach as answers are wanted, were the
    /// estimates normal.
    private func promisingEstimate(count: Int) -> Float {
        let estimates = scratch.estimates.start
        var sum: Float = 0
        var squares: Float = 0
        for i in 0..<count {
            sum += estimates[i]
            squares += estimates[i] * estimates[i]
        }
        let mean = sum / Float(count)
        let deviation = max(0, squares / Float(count) - mean * mean).squareRoot()
        let share = min(0.4, 3 * Double(request.limit) / Double(count))
        return mean + 0.8 * Float((-2 * logarithm(2 * share)).squareRoot()) * deviation
    }
}

// MARK: - Masks

extension ScanPass {
    /// Writes which rows of a step are live and admitted; returns how many.
    private func combineMasks(
        _ live: Bitmap?,
        _ filtered: Bitmap?,
        first: Int,
        count: Int
    ) -> Int {
        let mask = scratch.mask.start
        var admitted = 0
        for word in 0..<(count + 63) / 64 {
            let position = first / 64 + word
            var bits = live?.words[position] ?? .max
            if let filtered { bits &= filtered.words[position] }
            let rows = count - word * 64
            if rows < 64 { bits &= (1 << UInt64(rows)) - 1 }
            mask[word] = bits
            admitted += bits.nonzeroBitCount
        }
        return admitted
    }

    /// Lists the rows of the mask as slots; returns how many.
    private func listMasked(count: Int) -> Int {
        let slots = scratch.slots.start
        var found = 0
        for word in 0..<(count + 63) / 64 {
            var bits = scratch.mask.start[word]
            while bits != 0 {
                slots[found] = UInt32(word * 64 + bits.trailingZeroBitCount)
                found += 1
                bits &= bits - 1
            }
        }
        return found
    }
}

// MARK: - Codes, then floats

extension ScanPass {
    /// Scores the rows `base + slots[0..<count]` by their codes.
    private mutating func refine(_ index: Int, _ view: SegmentView, base: Int, count: Int) {
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
        var floor = top.threshold - 2 * codeError
        for i in 0..<count {
            let row = slot(i)
            var estimate =
                Float(products[i] &- query.bias) * (query.step * planes.steps[row]) + query.constant
            if let offsets = planes.offsets { estimate += offsets[row] }
            guard estimate >= floor else { continue }
            keep(index, view, row, estimate)
            floor = top.threshold - 2 * codeError
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
    private consuming func settled() -> [VectorMatch] {
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
