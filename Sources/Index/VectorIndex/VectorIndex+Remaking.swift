extension VectorIndex {
    /// Opens the index of a folder for writing, and begins an empty one where the files are not the
    /// wanted index, all under one hold of the folder's lock.
    ///
    /// For an owner who can make the contents anew. The folder itself stays where it is: whoever
    /// moved it would take the lock along, and could take it from under somebody who had just begun
    /// to write there.
    /// - Parameters:
    ///   - folder: path; made when it is not there, its parent must be.
    ///   - isFit: whether to keep what was opened; it is emptied otherwise, as what is damaged, of
    ///     another version or another kind of index is without asking.
    /// - Throws: when the folder is held by another writer or the system refuses; then nothing was
    ///   taken away.
    package static func opened(
        folder: String,
        dimension: Int,
        metric: VectorMetric,
        durability: IndexDurability,
        isFit: (VectorIndex) -> Bool
    ) throws(VectorIndexError) -> VectorIndex {
        let files = try HeldFolder(PosixFileSystem(folder: folder), lockName: lockFileName)
        func open() throws(VectorIndexError) -> VectorIndex {
            try VectorIndex(
                files: files,
                dimension: dimension,
                metric: metric,
                durability: durability
            )
        }
        do throws(VectorIndexError) {
            let found = try open()
            if isFit(found) { return found }
        } catch {
            guard error.isOfTheContents else { throw error }
        }
        try files.empty()
        return try open()
    }

    /// Empties a folder nobody writes to, so that the next to open it begins anew.
    ///
    /// - Throws: when the folder is held by another writer or the system refuses.
    package static func empty(folder: String) throws(VectorIndexError) {
        try HeldFolder(PosixFileSystem(folder: folder), lockName: lockFileName).empty()
    }

    private static var lockFileName: String { "lock" }
}

extension VectorIndexError {
    /// Whether the files say something else than this program wants of them.
    fileprivate var isOfTheContents: Bool {
        switch self {
        case .differentIndex, .unknownVersion, .damaged: true
        default: false
        }
    }
}

/// A folder whose lock is taken already, for as long as this value or an index that uses it is there.
private struct HeldFolder: IndexFileSystem {
    private let folder: any IndexFileSystem
    private let held: any FolderLock

    init(_ folder: any IndexFileSystem, lockName: String) throws(VectorIndexError) {
        self.folder = folder
        held = try folder.lock(lockName)
    }

    /// Takes away the files of an index; the lock stays.
    func empty() throws(VectorIndexError) {
        // Without a manifest the rest is leftovers, whatever happens before they are gone.
        try folder.remove(IndexManifest.name)
        try folder.syncFolder()
        let kinds = [IndexManifest.name, "segment-", "graph-", "log-"]
        for name in try folder.list() where kinds.contains(where: name.hasPrefix) {
            try folder.remove(name)
        }
        try folder.syncFolder()
    }

    func lock(_ name: String) throws(VectorIndexError) -> any FolderLock { held }

    func list() throws(VectorIndexError) -> [String] { try folder.list() }

    func map(_ name: String) throws(VectorIndexError) -> (any MappedBytes)? {
        try folder.map(name)
    }

    func create(_ name: String) throws(VectorIndexError) -> any WritableFile {
        try folder.create(name)
    }

    func append(to name: String, length: Int) throws(VectorIndexError) -> any WritableFile {
        try folder.append(to: name, length: length)
    }

    func rename(_ name: String, to newName: String) throws(VectorIndexError) {
        try folder.rename(name, to: newName)
    }

    func remove(_ name: String) throws(VectorIndexError) { try folder.remove(name) }

    func syncFolder() throws(VectorIndexError) { try folder.syncFolder() }
}
