import Synchronization
package import VectorIndex

extension StoredIndex {
    /// A share of the vectors so great is brought into one segment after catching up.
    private static let bulkShare = 0.25

    /// Saves and publishes what was applied since the last time, and overwrites what was removed;
    /// nothing happens in a process that does not write the files.
    ///
    /// After a bulk load everything is brought into one segment. Searches and changes go on
    /// meanwhile; blocks, so a service calls it on a thread for such work.
    /// - Throws: when the disk refuses. Searches and changes then go on in memory, and following the
    ///   catalogue opens the files again when it can.
    package nonisolated func settle() throws(VectorIndexError) {
        guard case .writer(let files) = view else { return }
        let due = unsaved.withLock { unsaved in
            defer { unsaved = Unsaved() }
            return unsaved
        }
        guard due.changes > 0 else { return }
        try stopping(files) { () throws(VectorIndexError) in
            if Double(due.changes) > Double(files.count) * Self.bulkShare {
                try files.compact()
            } else if due.removals {
                try files.scrub()
            } else {
                try files.checkpoint()
            }
        }
        pauses.withLock { $0.succeeded() }
    }

    /// Does a piece of the upkeep that is due: merging segments, measuring, building a graph.
    ///
    /// - Returns: whether there was one.
    package nonisolated func maintain() throws(VectorIndexError) -> Bool {
        guard case .writer(let files) = view else { return false }
        return try stopping(files) { () throws(VectorIndexError) in try files.maintain() }
    }

    /// Calibrates the planner on this machine; kept in the files by a process that writes them.
    package nonisolated func tune(queries: Int) throws(VectorIndexError) -> [TuningRow] {
        try files().tune(queries: queries)
    }

    /// Reads every byte of the files and says what is wrong with them; blocks.
    package nonisolated func problems() throws(VectorIndexError) -> [String] {
        if hold == .memory, let trouble { return ["\(trouble)"] }
        // Another process may replace files while they are read: what is really wrong stays so.
        let first = try VectorIndex.problems(inFolder: folder)
        guard hold == .reader, !first.isEmpty else { return first.map { "\($0)" } }
        return try VectorIndex.problems(inFolder: folder).map { "\($0)" }
    }

    private nonisolated func stopping<Value>(
        _ files: VectorIndex,
        _ body: () throws(VectorIndexError) -> Value
    ) throws(VectorIndexError) -> Value {
        do throws(VectorIndexError) {
            return try body()
        } catch {
            stop(files, error)
            throw error
        }
    }

    /// Goes on in memory after a failed write, and lets the files go, so that they can be opened again.
    nonisolated func stop(_ files: VectorIndex, _ error: VectorIndexError) {
        let rest = IndexView.stopped(files)
        let isStopped = seen.withLock { view in
            guard case .writer(let present) = view, present === files else { return false }
            view = rest
            return true
        }
        guard isStopped else { return }
        failure.withLock { $0 = error }
        pauses.withLock { $0.failed(at: .now) }
        unsaved.withLock { $0 = Unsaved() }
        files.removeUnfinished()
    }
}
