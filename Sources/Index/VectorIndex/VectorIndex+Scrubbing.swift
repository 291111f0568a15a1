import Synchronization

extension VectorIndex {
    /// Rewrites every segment that holds a removed row, so that no byte of a removed vector stays in
    /// the index's files or memory, and saves.
    ///
    /// A segment with a graph keeps its rows and its graph, which takes long to build; zeros take the
    /// place of the removed vectors until enough rows are dead for `maintain()` to merge it.
    /// For owners who promised to forget; `maintain()` waits until a segment is worth rewriting.
    /// Searches and changes go on meanwhile.
    /// - Throws: as `checkpoint()`.
    public func scrub() throws(VectorIndexError) {
        try merging.withLock { _ throws(VectorIndexError) in
            let sealed = writer.withLock { writer in
                writer.sealTail()
                publish(writer)
                return writer.snapshot.views
            }
            for view in sealed where view.liveCount < view.count {
                if view.graph == nil {
                    try merge([view])
                } else if view.holdsRemovedVectors {
                    try blank(view)
                }
            }
            try saveSegments()
        }
    }

    /// Puts a copy without the removed vectors in a segment's place.
    private func blank(_ view: SegmentView) throws(VectorIndexError) {
        let blank = view.blanked()
        writer.withLock { writer in
            writer.exchange(view.segment, for: blank)
            publish(writer)
        }
    }
}
