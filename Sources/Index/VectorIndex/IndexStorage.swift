/// What an index promises about changes it has acknowledged.
public enum IndexDurability: Sendable, Hashable {
    /// A change is on disk, in the index's own log, before the call that made it returns.
    case durable
    /// Changes since the last checkpoint may be lost; the owner feeds them in again, from the
    /// position the index names when it is opened.
    case rebuildable
}

/// The disk side of an index that is written to a folder.
struct IndexStorage: Sendable {
    let files: any IndexFileSystem
    let durability: IndexDurability
    /// Held as long as this index may write, `nil` when it only reads.
    let lock: (any FolderLock)?
    /// The log that takes changes; `nil` when rebuildable.
    var log: ChangeLog?
    var generation: UInt64
    var nextNumber: UInt64
    var firstLog: UInt64
    /// The position of the owner's changes that were applied.
    var position: Int64
    /// The position whose changes are all in the segments on disk.
    var savedPosition: Int64
    /// Why nothing more may be written.
    var failure: String?

    func requireWritable() throws(VectorIndexError) {
        guard lock != nil else { throw .readOnly }
        if let failure { throw .writingStopped(cause: failure) }
    }

    mutating func takeNumber() -> UInt64 {
        defer { nextNumber += 1 }
        return nextNumber
    }
}

extension IndexManifest {
    /// The manifest of the segments of a snapshot that have files.
    init(_ snapshot: IndexSnapshot, _ storage: IndexStorage) {
        dimension = snapshot.dimension
        metric = snapshot.metric
        generation = storage.generation
        nextNumber = storage.nextNumber
        firstLog = storage.firstLog
        position = storage.savedPosition
        deviations = snapshot.model.deviations
        samples = snapshot.model.samples
        entries = snapshot.views.compactMap { view in
            view.segment.file.map { number in
                Entry(
                    number: number,
                    count: view.count,
                    live: view.live?.words ?? [],
                    lostMax: view.lostMax,
                    lengthMax: view.lengthMax
                )
            }
        }
    }

    /// Reads the manifest of a folder; `nil` when there is none.
    static func read(
        from files: any IndexFileSystem
    ) throws(VectorIndexError) -> IndexManifest? {
        guard let mapping = try files.map(name) else { return nil }
        return try decoded(mapping.bytes)
    }

    /// Writes the manifest, durable when this returns.
    ///
    /// The folder is synced before too: what the manifest names must be there when it is.
    func write(to files: any IndexFileSystem) throws(VectorIndexError) {
        try files.syncFolder()
        let bytes = encoded()
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(VectorIndexError) in try files.writeWhole(Self.name, [bytes]) }
        }
        try result.get()
        try files.syncFolder()
    }
}
