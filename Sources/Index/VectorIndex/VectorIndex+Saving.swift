import Synchronization

extension VectorIndex {
    /// The position of the owner's changes up to which this index has followed.
    ///
    /// See `apply(_:position:)`. After opening, it is where to feed changes in again.
    public var position: Int64 {
        writer.withLock { $0.storage?.position ?? $0.position }
    }

    /// Writes what is only in memory or in the log to segments, and publishes it to readers of the
    /// folder.
    ///
    /// Searches and changes go on meanwhile. Nothing happens for an index in memory.
    public func checkpoint() throws(VectorIndexError) {
        try merging.withLock { _ throws(VectorIndexError) in try saveSegments() }
    }

    /// Writes segments that have no file yet; called with `merging` locked.
    func saveSegments() throws(VectorIndexError) {
        guard let files = writer.withLock({ $0.storage?.files }) else { return }
        let (views, log, position) = try beginSaving(files)
        do throws(VectorIndexError) {
            for view in views where view.segment.file == nil {
                let number = try writer.withLock { writer throws(VectorIndexError) in
                    try writer.takeNumber()
                }
                try SegmentFile.write(view, number: number, to: files)
                let mapped = try SegmentFile.open(number, dimension: dimension, from: files).segment
                if let graph = view.graph { try GraphFile.write(graph, number: number, to: files) }
                writer.withLock { writer in
                    writer.adopt(mapped, for: view.segment)
                    publish(writer)
                }
            }
            try writeManifest(firstLog: log, position: position)
        } catch {
            stopWriting(error)
            throw error
        }
    }

    /// Ends the tail and the log: what comes from now on is in the next ones.
    private func beginSaving(
        _ files: any IndexFileSystem
    ) throws(VectorIndexError) -> (views: [SegmentView], log: UInt64, position: Int64) {
        try writer.withLock { writer throws(VectorIndexError) in
            guard var storage = writer.storage else { return ([], 0, 0) }
            try storage.requireWritable()
            writer.sealTail()
            let number = storage.takeNumber()
            writer.storage = storage
            if storage.durability == .durable {
                do throws(VectorIndexError) {
                    storage.log = try ChangeLog(creating: number, dimension: dimension, in: files)
                } catch {
                    storage.failure = error.description
                    writer.storage = storage
                    throw error
                }
            }
            writer.storage = storage
            publish(writer)
            let log = storage.durability == .durable ? number : 0
            return (writer.snapshot.views, log, storage.position)
        }
    }

    /// Writes the manifest of the segments that have files, then removes what it no longer names.
    ///
    /// The log begins at `firstLog` when given: all changes before it are in those segments. Marks of
    /// removed rows may be newer than that; applying the log's changes again gives the same end.
    func writeManifest(
        firstLog: UInt64? = nil,
        position: Int64? = nil
    ) throws(VectorIndexError) {
        let prepared = writer.withLock { writer -> (IndexManifest, IndexStorage, IndexSnapshot)? in
            guard var storage = writer.storage else { return nil }
            storage.generation += 1
            if let firstLog { storage.firstLog = firstLog }
            if let position { storage.savedPosition = position }
            writer.storage = storage
            return (IndexManifest(writer.snapshot, storage), storage, writer.snapshot)
        }
        guard let (manifest, storage, snapshot) = prepared else { return }
        try manifest.write(to: storage.files)
        try storage.removeLeftovers(snapshot)
    }

    /// After a failed write the state of the disk is not known: nothing more is promised.
    func stopWriting(_ error: VectorIndexError) {
        writer.withLock { $0.storage?.failure = error.description }
    }
}

extension IndexWriter {
    mutating func takeNumber() throws(VectorIndexError) -> UInt64 {
        guard var storage else { return 0 }
        try storage.requireWritable()
        defer { self.storage = storage }
        return storage.takeNumber()
    }
}
