import Synchronization

extension VectorIndex {
    /// So many sealed segments of like size are merged into one.
    private static let mergeWidth = 8
    /// A segment with a greater share of removed rows is rewritten.
    private static let deadShareMax = 0.2
    /// With so many rows in sealed segments that have no file, a checkpoint is due.
    private static let unsavedRowsMax = 32_768
    /// A log of so many bytes is ended by a checkpoint.
    private static let logBytesMax = 64 << 20

    /// Does one piece of pending work, if there is any: a checkpoint when much is unsaved, a merge of
    /// small segments, a rewrite of one with many removed rows, which overwrites them, or the graph
    /// of a great segment.
    ///
    /// Searches and changes go on meanwhile. One piece of work runs at a time; a second caller waits.
    /// - Returns: whether there was something to do.
    @discardableResult
    public func maintain() throws(VectorIndexError) -> Bool {
        let didSome = try merging.withLock { _ throws(VectorIndexError) in
            let sealed = snapshot().views.filter(\.sealed)
            let unsaved = sealed.reduce(0) { $0 + ($1.segment.file == nil ? $1.count : 0) }
            let logBytes = writer.withLock { $0.storage?.log?.length ?? 0 }
            if unsaved >= Self.unsavedRowsMax || logBytes >= Self.logBytesMax, try isStored() {
                try saveSegments()
                return true
            }
            if let chosen = Self.mergeCandidates(sealed) {
                try merge(chosen)
                try saveSegments()
                return true
            }
            return false
        }
        if didSome { return true }
        return try buildMissingGraph(rowsMin: Self.graphRowsMin, threads: 1)
    }

    /// Brings everything into one segment without removed rows, and saves it.
    ///
    /// Worth its time after a bulk load; otherwise `maintain()` does with less work.
    public func compact() throws(VectorIndexError) {
        try merging.withLock { _ throws(VectorIndexError) in
            let sealed = writer.withLock { writer in
                writer.sealTail()
                publish(writer)
                return writer.snapshot.views
            }
            let clean = sealed.count == 1 && sealed[0].liveCount == sealed[0].count
            if !sealed.isEmpty, !clean { try merge(sealed) }
            try saveSegments()
        }
    }

    /// Whether there is a folder to write to.
    private func isStored() throws(VectorIndexError) -> Bool {
        try writer.withLock { writer throws(VectorIndexError) in
            try writer.storage?.requireWritable()
            return writer.storage != nil
        }
    }

    /// What to merge next: a segment with too many dead rows, or enough segments of like size.
    private static func mergeCandidates(_ sealed: [SegmentView]) -> [SegmentView]? {
        let worn = sealed.first {
            Double($0.liveCount) < Double($0.count) * (1 - deadShareMax)
        }
        if let worn { return [worn] }
        let tiers = Dictionary(grouping: sealed) { view in
            Int.bitWidth - (view.liveCount / IndexWriter.tailRowsMax).leadingZeroBitCount
        }
        return tiers.filter { $0.value.count >= mergeWidth }.min { $0.key < $1.key }?.value
    }

    /// Merges segments; called with `merging` locked.
    ///
    /// Readers of the folder see it after `saveSegments`, with the rows that replaced others
    /// meanwhile.
    func merge(_ sources: [SegmentView]) throws(VectorIndexError) {
        let stored = try isStored()
        var merged = SegmentMerge(sources: sources).run()
        let snapshot = snapshot()
        let model = MarginModel(
            measuring: merged,
            kernels: snapshot.kernels,
            scratches: snapshot.scratches
        )
        do throws(VectorIndexError) {
            if stored, merged.count > 0 { try save(&merged) }
            let result = merged
            writer.withLock { writer in
                writer.replace(sources, with: result)
                if result.count >= writer.snapshot.count / 2 {
                    writer.snapshot.model = model
                    writer.transform = result.segment.transform
                }
                publish(writer)
            }
        } catch {
            stopWriting(error)
            throw error
        }
    }

    /// Writes a segment that nobody sees yet and maps it.
    private func save(_ view: inout SegmentView) throws(VectorIndexError) {
        let (number, files) = try writer.withLock {
            writer throws(VectorIndexError) -> (UInt64, (any IndexFileSystem)?) in
            (try writer.takeNumber(), writer.storage?.files)
        }
        guard let files else { return }
        try SegmentFile.write(view, number: number, to: files)
        let mapped = try SegmentFile.open(number, dimension: dimension, from: files).segment
        view.segment = view.segment.mapped(as: mapped)
    }
}
