import Synchronization

extension VectorIndex {
    /// So many sealed segments of like size are merged into one.
    private static let mergeWidth = 8
    /// A segment with a greater share of removed rows is rewritten.
    private static let deadShareMax = 0.2

    /// Does one piece of pending work, if there is any: merges small segments, or rewrites one with
    /// many removed rows, which overwrites them.
    ///
    /// Searches and changes go on meanwhile. One merge runs at a time; a second caller waits.
    /// - Returns: whether there was something to do.
    @discardableResult
    public func maintain() -> Bool {
        merging.withLock { _ in
            let sealed = snapshot().views.filter(\.sealed)
            guard let chosen = Self.mergeCandidates(sealed) else { return false }
            merge(chosen)
            return true
        }
    }

    /// Brings everything into one segment without removed rows.
    ///
    /// Worth its time after a bulk load; otherwise `maintain()` does with less work.
    public func compact() {
        merging.withLock { _ in
            let sealed = writer.withLock { writer in
                writer.sealTail()
                publish(writer)
                return writer.snapshot.views
            }
            let clean = sealed.count == 1 && sealed[0].liveCount == sealed[0].count
            guard !sealed.isEmpty, !clean else { return }
            merge(sealed)
        }
    }

    /// What to merge next: a segment with too many dead rows, or enough segments of like size.
    static func mergeCandidates(_ sealed: [SegmentView]) -> [SegmentView]? {
        if let worn = sealed.first(where: {
            Double($0.liveCount) < Double($0.count) * (1 - deadShareMax)
        }) {
            return [worn]
        }
        let tiers = Dictionary(grouping: sealed) { view in
            Int.bitWidth - (view.liveCount / IndexWriter.tailRowsMax).leadingZeroBitCount
        }
        let full = tiers.filter { $0.value.count >= mergeWidth }.min { $0.key < $1.key }
        return full?.value
    }

    private func merge(_ sources: [SegmentView]) {
        let merged = SegmentMerge(sources: sources).run()
        let snapshot = snapshot()
        let model = MarginModel(
            measuring: merged,
            kernels: snapshot.kernels,
            scratches: snapshot.scratches
        )
        writer.withLock { writer in
            writer.replace(sources, with: merged)
            if merged.count >= writer.snapshot.count / 2 {
                writer.snapshot.model = model
                writer.transform = merged.segment.transform
            }
            publish(writer)
        }
    }
}
