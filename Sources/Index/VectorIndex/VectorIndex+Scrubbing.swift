import Synchronization

extension VectorIndex {
    /// Rewrites every segment that holds a removed row, so that no byte of a removed vector stays in
    /// the index's files or memory, and saves.
    ///
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
            for view in sealed where view.liveCount < view.count { try merge([view]) }
            try saveSegments()
        }
    }
}
