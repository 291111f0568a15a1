import FaceTypes

/// Objects on their way into a folder: written and synced under temporary names, then published
/// together, so that each folder is synced once.
struct ObjectBatch {
    /// How a temporary name begins whose writer holds the storing lock: whoever has the sweep's lock
    /// knows that such a writer is dead.
    static let lockedPrefix = "locked-"

    private let folder: String
    private let isLocked: Bool
    private var pending: [(temporary: String, address: ContentHash)] = []
    private var addresses: Set<ContentHash> = []

    /// - Parameter isLocked: whether the caller holds the storing lock until it has published.
    init(folder: String, isLocked: Bool) {
        self.folder = folder
        self.isLocked = isLocked
    }

    mutating func write(
        _ bytes: [UInt8],
        under address: ContentHash
    ) throws(ObjectStorageError) {
        guard addresses.insert(address).inserted else { return }
        let temporaries = ObjectPath.temporaryFolder(in: folder)
        if pending.isEmpty { try FileSystem.makeFolders(temporaries) }
        let name = String(UInt64.random(in: .min ... .max), radix: 16)
        let temporary = temporaries + "/" + (isLocked ? Self.lockedPrefix : "") + name
        pending.append((temporary, address))
        try FileSystem.write(bytes, to: temporary)
    }

    mutating func publish() throws(ObjectStorageError) {
        var touched: Set<String> = []
        for (temporary, address) in pending {
            let shard = ObjectPath.shard(of: address, in: folder)
            if touched.insert(shard).inserted { try FileSystem.makeFolder(shard) }
            try FileSystem.rename(temporary, to: ObjectPath.file(of: address, in: folder))
        }
        for shard in touched.sorted() { try FileSystem.sync(folder: shard) }
        // Even when no shard is new: another writer may have made it and not yet got this far.
        if !touched.isEmpty { try FileSystem.sync(folder: folder) }
        pending = []
    }

    /// Takes back what was not published; that it might fail as well must not hide the first error.
    mutating func abandon() {
        for (temporary, _) in pending { _ = try? FileSystem.remove(temporary) }
        pending = []
    }
}
