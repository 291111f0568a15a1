/// A row that may be among the answers.
struct ScanCandidate {
    var view: UInt32
    var slot: UInt32
    /// The product estimated from codes.
    var estimate: Float
}

/// One search over segments by scanning their codes: signs first, levels for what the signs let
/// through, bytes for what those let through, floats for what the bytes leave in doubt.
struct ScanPass {
    /// The first step looks at so many rows when no threshold is known.
    private static let firstRows = 1_024
    /// Rows whose estimates tell what similarities the query meets.
    private static let guessRows = 512
    /// Rows whose levels were promising wait until there are so many, then four times as many, and so
    /// on, so that the most promising can raise the threshold for the others.
    private static let heldRowsFirst = 64
    /// Fewer rows than this are scored without guessing a threshold.
    private static let guessedRowsMin = 4_096
    /// The guess is the threshold for so many times the answers wanted; groups repeat themselves.
    private static let guessedShare = (rows: 3, groups: 8)
    /// Among so many rows the guess is that of three times as many answers: the further out it lies,
    /// the oftener it is too high, and the more a second scan costs.
    private static let guessedManyRows = 32_768
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
    /// again from what was found.
    var guess = -Float.infinity
    var mayGuess = false
    /// Rows of the present view that wait, and how many may.
    var heldCount = 0
    var heldMax = heldRowsFirst
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
        top.settle()
        if top.threshold < guess {
            // What was found is a bound that holds.
            guess = top.threshold
            mayGuess = false
            scratch.candidates.removeAll(keepingCapacity: true)
            top = TopMatches(limit: request.limit, grouped: request.grouped)
            scanAll()
            top.settle()
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
        let blockRows = view.count / SegmentPlanes.blockRows * SegmentPlanes.blockRows
        var row = 0
        var step = threshold > -.infinity ? SearchScratch.rowsMax : Self.firstRows
        while row < blockRows {
            let count = min(step, blockRows - row)
            scanStep(index, view, filtered, first: row, count: count)
            row += count
            step = min(step * 2, SearchScratch.rowsMax)
        }
        settleHeld(index, view)
        refine(index, view, base: 0, count: listTail(view, filtered, from: blockRows))
    }

    /// Lists the rows that fill no block of bits; returns how many.
    private func listTail(_ view: SegmentView, _ filtered: Bitmap?, from blockRows: Int) -> Int {
        var found = 0
        for slot in blockRows..<max(blockRows, view.count)
        where view.isLive(slot) && filtered?[slot] ?? true {
            scratch.slots.start[found] = UInt32(slot)
            found += 1
        }
        return found
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
        var mask: UnsafePointer<UInt16>?
        if view.live != nil || filtered != nil {
            let admitted = combineMasks(view.live, filtered, first: first, count: count)
            if admitted == 0 { return }
            if admitted * Self.sparseShare <= count || exact {
                refine(index, view, base: first, count: listMasked(count: count))
                return
            }
            mask = UnsafeRawPointer(scratch.mask.start).assumingMemoryBound(to: UInt16.self)
        } else if exact {
            scoreAll(index, view, first: first, count: count)
            return
        }
        scanBySigns(index, view, mask, first: first, count: count)
    }

    private mutating func scanBySigns(
        _ index: Int,
        _ view: SegmentView,
        _ mask: UnsafePointer<UInt16>?,
        first: Int,
        count: Int
    ) {
        guard let query = encoded else { return }
        if threshold == -.infinity, mayGuess {
            guess = guessedThreshold(view, query, mask, first: first, count: count)
        }
        let found = signScan(
            view,
            query,
            mask,
            first: first,
            count: count,
            threshold: threshold - margins.signs - query.constant,
            estimates: nil
        )
        sharpen(index, view, base: first, count: found)
    }

    /// Reports the rows of a step whose estimates from signs reach a threshold.
    private func signScan(
        _ view: SegmentView,
        _ query: EncodedQuery,
        _ mask: UnsafePointer<UInt16>?,
        first: Int,
        count: Int,
        threshold: Float,
        estimates: UnsafeMutablePointer<Float>?
    ) -> Int {
        let planes = view.segment.planes
        return kernels.bitScan(
            query.bits,
            blocks: planes.block(of: first, query.transform.codeDimension),
            factors: planes.factors + first,
            offsets: planes.offsets.map { UnsafePointer($0 + first) },
            mask: mask,
            blockCount: count / SegmentPlanes.blockRows,
            threshold: threshold,
            slots: scratch.slots.start,
            estimates: estimates
        )
    }

    /// Holds those rows of a sign scan that their levels still let through.
    private mutating func sharpen(_ index: Int, _ view: SegmentView, base: Int, count: Int) {
        guard let query = encoded, count > 0 else { return }
        let planes = view.segment.planes
        let kept = kernels.levelRefine(
            query.codes,
            levels: planes.levels + base * query.transform.levelStride,
            offsets: planes.offsets.map { UnsafePointer($0 + base) },
            count: count,
            threshold: threshold - margins.levels - query.constant,
            slots: scratch.slots.start,
            estimates: scratch.estimates.start
        )
        for i in 0..<kept {
            scratch.heldSlots.start[heldCount + i] = UInt32(base) + scratch.slots.start[i]
            scratch.heldEstimates.start[heldCount + i] = scratch.estimates.start[i]
        }
        heldCount += kept
        if heldCount >= heldMax {
            settleHeld(index, view)
            heldMax = min(heldMax * 4, SearchScratch.rowsMax)
        }
    }

    /// Scores held rows by their codes: first those that look like answers, then those of the rest
    /// that the threshold then still lets through.
    private mutating func settleHeld(_ index: Int, _ view: SegmentView) {
        guard let query = encoded, heldCount > 0 else { return }
        let slots = scratch.heldSlots.start
        let estimates = scratch.heldEstimates.start
        let left = takeHeld(index, view, count: heldCount, atLeast: threshold - query.constant)
        heldCount = 0
        let least = threshold - margins.levels - query.constant
        var taken = 0
        for i in 0..<left {
            scratch.slots.start[taken] = slots[i]
            taken += estimates[i] >= least ? 1 : 0
            if taken == SearchScratch.rowsMax {
                refine(index, view, base: 0, count: taken)
                taken = 0
            }
        }
        refine(index, view, base: 0, count: taken)
    }

    /// Scores those of the first held rows whose estimates reach a bound and moves the others
    /// together; returns how many those are.
    private mutating func takeHeld(
        _ index: Int,
        _ view: SegmentView,
        count: Int,
        atLeast likely: Float
    ) -> Int {
        let slots = scratch.heldSlots.start
        let estimates = scratch.heldEstimates.start
        var taken = 0
        var left = 0
        for i in 0..<count {
            // Written to both and counted for one: which it is cannot be foreseen.
            let (slot, estimate) = (slots[i], estimates[i])
            let isLikely = estimate >= likely ? 1 : 0
            scratch.slots.start[taken] = slot
            slots[left] = slot
            estimates[left] = estimate
            taken += isLikely
            left += 1 - isLikely
            if taken == SearchScratch.rowsMax {
                refine(index, view, base: 0, count: taken)
                taken = 0
            }
        }
        refine(index, view, base: 0, count: taken)
        return left
    }

    /// A threshold that the answers will probably reach, from the estimates of some rows; nothing
    /// reliable gives minus infinity.
    ///
    /// Were similarities normal, some more rows than are wanted would lie above it; faces have more
    /// that are far above.
    private func guessedThreshold(
        _ view: SegmentView,
        _ query: EncodedQuery,
        _ mask: UnsafePointer<UInt16>?,
        first: Int,
        count: Int
    ) -> Float {
        let found = signScan(
            view,
            query,
            mask,
            first: first,
            count: min(count, Self.guessRows),
            threshold: -.infinity,
            estimates: scratch.estimates.start
        )
        guard found >= Self.guessRows / 8 else { return -.infinity }
        let (mean, squares) = moments(scratch.estimates.start, count: found)
        let noise = query.length * view.lengthMax * model.deviations.signs
        let variance = squares - mean * mean - noise * noise
        let admitted = admittedCount()
        let wanted =
            request.limit * (request.grouped ? Self.guessedShare.groups : Self.guessedShare.rows)
            * (admitted >= Self.guessedManyRows ? 3 : 1)
        let share = Double(wanted) / Double(admitted)
        guard variance > 0, share < 0.1 else { return -.infinity }
        return mean + query.constant
            + Float(normalDeviations(above: share)) * variance.squareRoot()
    }

    /// The mean of numbers and that of their squares.
    private func moments(
        _ numbers: UnsafePointer<Float>,
        count: Int
    ) -> (mean: Float, squares: Float) {
        var sums = SIMD8<Float>(repeating: 0)
        var squares = sums
        let raw = UnsafeRawPointer(numbers)
        let whole = count / 8 * 8
        for i in stride(from: 0, to: whole, by: 8) {
            let part = raw.loadUnaligned(fromByteOffset: i * 4, as: SIMD8<Float>.self)
            sums += part
            squares += part * part
        }
        for i in whole..<count {
            sums[0] += numbers[i]
            squares[0] += numbers[i] * numbers[i]
        }
        return (sums.sum() / Float(count), squares.sum() / Float(count))
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
        let planes = view.segment.planes
        let kept = kernels.codeRefine(
            query.codes,
            rows: planes.codes + base * query.transform.codeDimension,
            steps: planes.steps + base,
            offsets: planes.offsets.map { UnsafePointer($0 + base) },
            constant: query.constant,
            count: count,
            threshold: threshold - 2 * codeError,
            slots: scratch.slots.start,
            estimates: scratch.estimates.start
        )
        for i in 0..<kept where scratch.estimates.start[i] >= threshold - 2 * codeError {
            let slot = base + Int(scratch.slots.start[i])
            keep(index, view, slot, scratch.estimates.start[i])
        }
    }

    /// Scores all rows of a step by their codes.
    private mutating func scoreAll(_ index: Int, _ view: SegmentView, first: Int, count: Int) {
        guard let query = encoded else { return }
        let width = query.transform.codeDimension
        kernels.u8Rows(
            query: query.codes.codes,
            rows: view.segment.planes.codes + first * width,
            stride: width,
            count: count,
            products: scratch.products.start
        )
        let planes = view.segment.planes
        let products = scratch.products.start
        for i in 0..<count {
            let row = first + i
            let unit = query.codes.step * planes.steps[row]
            var estimate = Float(products[i] &- 128 * query.codes.sum) * unit + query.constant
            if let offsets = planes.offsets { estimate += offsets[row] }
            if estimate >= threshold - 2 * codeError { keep(index, view, row, estimate) }
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
