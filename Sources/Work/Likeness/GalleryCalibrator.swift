public import Calibration
public import FaceTypes
public import Gallery

/// Calibrates one gallery when needed and hands out the scale its hits are judged by.
///
/// A calibration is kept with the gallery (`GalleryStore.setDerived`) and holds while nobody was
/// removed, no face moved to another person, and the number of people changed by less than the
/// setting; in between the scale is corrected for the number of people there are now. Calls may come
/// from any task; one of them calibrates while the others wait.
public actor GalleryCalibrator {
    /// The key the calibration is kept under.
    public static let derivedKey = "calibration"

    /// Entries of the change log looked at in one step.
    private static let pageSize = 1_000

    /// A position of the change log up to which the record is known to hold.
    private struct Checked {
        var sequence: Int64
        var entries: Int
    }

    private let gallery: GalleryRecord
    private let store: any GalleryStore
    private let index: any NeighborIndex
    private let curve: FalseMatchCurve
    private let settings: LikenessSettings
    private var record: CalibrationRecord?
    private var checked: Checked?
    private var sample: CalibrationSample?
    private var turn = WaitingLine()

    /// Makes a calibrator.
    ///
    /// - Parameter curve: the rates of the pack the gallery is bound to.
    public init(
        gallery: GalleryRecord,
        store: any GalleryStore,
        index: any NeighborIndex,
        curve: FalseMatchCurve,
        settings: LikenessSettings = LikenessSettings()
    ) {
        self.gallery = gallery
        self.store = store
        self.index = index
        self.curve = curve
        self.settings = settings
    }

    /// Calibrates for searches without a filter unless that is done; ingest calls it at its end.
    public func refresh() async throws {
        _ = try await scale(for: PersonFilter(), candidates: nil)
    }

    /// Drops the calibration, here and in the catalogue: a removed person leaves nothing behind.
    public func forget() async throws {
        record = nil
        checked = nil
        sample = nil
        try await store.setDerived(nil, forKey: Self.derivedKey, in: gallery.id)
    }

    /// The scale for searches under a filter.
    ///
    /// - Parameter candidates: the people who pass the filter, or `nil` when everybody does.
    /// - Throws: `LikenessError.busy`, and what the catalogue and the index throw.
    public func scale(
        for filter: PersonFilter,
        candidates: Set<PersonID>?
    ) async throws -> LikenessScale {
        let key = filter.isEmpty ? "" : try FilterDescription(filter).key()
        if let ready = await readyScale(key: key, candidates: candidates) { return ready }
        try await enter()
        defer { turn.leave() }
        try Task.checkCancellation()
        return try await madeScale(key: key, candidates: candidates)
    }

    private func enter() async throws {
        if turn.enterIfFree() { return }
        guard turn.count < settings.calibrationWaitersMax else {
            throw LikenessError.busy(
                waiting: turn.count,
                limit: settings.calibrationWaitersMax
            )
        }
        await withCheckedContinuation { turn.join($0) }
    }

    /// The scale, when nothing happened in the gallery since the record was last checked.
    private func readyScale(key: String, candidates: Set<PersonID>?) async -> LikenessScale? {
        let sequence = await index.sequence
        guard let record, let checked, checked.sequence == sequence else { return nil }
        let count = candidates?.count ?? checked.entries
        guard let hits = record.bestHits(under: key), holds(hits, for: count) else { return nil }
        self.record?.touch(key)
        return scale(
            hits,
            pairs: record.pairs,
            candidates: count,
            entries: checked.entries,
            filtered: candidates != nil
        )
    }

    private func madeScale(key: String, candidates: Set<PersonID>?) async throws -> LikenessScale {
        if let ready = await readyScale(key: key, candidates: candidates) { return ready }
        let state = try await store.statistics(of: gallery.id)
        let entries = gallery.labelled ? state.people : state.faces
        var current = try await usableRecord(entries: entries, sequence: state.sequence)
        let count = candidates?.count ?? entries
        let hits: BestHitCalibration
        if let kept = current.bestHits(under: key), holds(kept, for: count) {
            hits = kept
        } else {
            let probes = try await currentSample().probes
            hits = try await bestHits(
                of: probes,
                among: candidates,
                candidates: count,
                pairs: current.pairs
            )
            current.keep(hits, under: key)
            try await store.setDerived(current.bytes(), forKey: Self.derivedKey, in: gallery.id)
        }
        record = current
        checked = Checked(sequence: state.sequence, entries: entries)
        return scale(
            hits,
            pairs: current.pairs,
            candidates: count,
            entries: entries,
            filtered: candidates != nil
        )
    }

    private func scale(
        _ hits: BestHitCalibration,
        pairs: PairCalibration,
        candidates: Int,
        entries: Int,
        filtered: Bool
    ) -> LikenessScale {
        LikenessScale(
            bestHits: hits,
            pairs: pairs,
            curve: curve,
            settings: settings.calibration,
            candidates: candidates,
            entries: entries,
            filtered: filtered,
            labelled: gallery.labelled
        )
    }

    /// Whether best hits against so many candidates still stand for today's number.
    private func holds(_ hits: BestHitCalibration, for candidates: Int) -> Bool {
        let drift = abs(candidates - hits.candidates)
        return Double(drift) <= settings.calibration.driftMax * Double(hits.candidates)
    }
}

// MARK: - Making a record

extension GalleryCalibrator {
    /// The record in hand, else the one kept with the gallery, else a new one; only one that holds.
    private func usableRecord(entries: Int, sequence: Int64) async throws -> CalibrationRecord {
        if let record, try await holds(record, entries: entries, sequence: sequence) {
            return record
        }
        if record == nil, let kept = try await keptRecord(),
            try await holds(kept, entries: entries, sequence: sequence)
        {
            return kept
        }
        sample = nil
        let drawn = try await currentSample()
        let pairs = try await drawn.countPairs(width: settings.calibrationWidth)
        // The counted faces are the greater part of a sample and are not needed again.
        sample?.pairFaces = EmbeddingMatrix(dimension: gallery.pack.dimension)
        return CalibrationRecord(
            sequence: drawn.sequence,
            newestFace: drawn.newestFace,
            entries: entries,
            pairs: pairs
        )
    }

    /// Reads the record kept with the gallery; one that cannot be read is as good as none.
    private func keptRecord() async throws -> CalibrationRecord? {
        let bytes = try await store.derived(forKey: Self.derivedKey, in: gallery.id)
        guard let bytes else { return nil }
        do throws(CalibrationError) {
            return try CalibrationRecord(bytes: bytes)
        } catch {
            return nil
        }
    }

    /// Whether only new faces came since a record was made, and few enough people.
    private func holds(
        _ record: CalibrationRecord,
        entries: Int,
        sequence: Int64
    ) async throws -> Bool {
        let drift = abs(entries - record.entries)
        guard Double(drift) <= settings.calibration.driftMax * Double(record.entries),
            record.sequence <= sequence
        else { return false }
        var position = max(record.sequence, self.record == nil ? 0 : checked?.sequence ?? 0)
        while position < sequence {
            let page = try await store.changes(
                after: position,
                limit: Self.pageSize,
                in: gallery.id
            )
            guard let last = page.last else { return true }
            for change in page {
                let face =
                    switch change.event {
                    case .added(let face, _, _), .removed(let face): face
                    }
                guard face.rawValue > record.newestFace else { return false }
            }
            position = last.sequence
        }
        return true
    }

    private func currentSample() async throws -> CalibrationSample {
        if let sample { return sample }
        let drawn = try await CalibrationSample.draw(
            from: store,
            gallery: gallery,
            settings: settings.calibration
        )
        sample = drawn
        return drawn
    }

    /// Asks the index for the best look-alike of every probe, a fixed number of them at a time.
    private func bestHits(
        of probes: [CalibrationSample.Probe],
        among people: Set<PersonID>?,
        candidates: Int,
        pairs: PairCalibration
    ) async throws -> BestHitCalibration {
        let finder = BestHitFinder(
            index: index,
            people: people,
            samePersonFrom: max(
                curve.fmr1e4,
                curve.similarity(
                    atRate: settings.calibration.strangersWithHit / Double(max(1, candidates))
                )
            ),
            twins: TwinRule(people: candidates, curve: curve, pairs: pairs)
        )
        let found = try await boundedMap(probes, width: settings.calibrationWidth) { probe in
            try await finder.bestHit(of: probe)
        }
        var hits = BestHitCalibration(candidates: candidates)
        for (probe, hit) in zip(probes, found) {
            guard let hit else { continue }
            let insider = people.map { set in probe.person.map(set.contains) ?? false } ?? true
            hits.add(hit, insider: insider)
        }
        return hits
    }
}
