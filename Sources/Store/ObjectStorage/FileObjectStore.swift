public import FaceTypes
import Hashing

/// Objects as files below one folder: `ab/cdef…`, the first two hexadecimal digits of the address
/// and the other 62.
///
/// A file is written under `tmp/`, synced, renamed, and its folder synced, so a crash leaves either
/// the whole object or at most a leftover below `tmp/`. All calls block; call them from a thread
/// that may wait.
public final class FileObjectStore: ObjectStore {
    /// The folder everything lies in.
    public let folder: String

    /// Seconds that storing waits for a sweep of another process, and a sweep for storing.
    public let waitSecondsMax: Double

    /// Uses a folder; it is made when first written to.
    public init(folder: String, waitSecondsMax: Double = 120) {
        self.folder = folder
        self.waitSecondsMax = waitSecondsMax
    }

    /// Stores objects; when it returns they are durable.
    ///
    /// An object that is there already is read and checked, and mended when its bytes are damaged.
    /// - Returns: the addresses, in the order given.
    public func put(_ objects: [[UInt8]]) throws(ObjectStorageError) -> [ContentHash] {
        try put(objects, isLocked: false)
    }

    /// - Parameter isLocked: whether the caller holds the storing lock.
    func put(
        _ objects: [[UInt8]],
        isLocked: Bool
    ) throws(ObjectStorageError) -> [ContentHash] {
        var addresses: [ContentHash] = []
        var batch = ObjectBatch(folder: folder, isLocked: isLocked)
        do throws(ObjectStorageError) {
            for bytes in objects {
                let address = sha256(bytes)
                addresses.append(address)
                if try !holdsIntact(address) { try batch.write(bytes, under: address) }
            }
            try batch.publish()
        } catch {
            batch.abandon()
            throw error
        }
        return addresses
    }

    /// Stores one object; when it returns it is durable.
    public func put(_ bytes: [UInt8]) throws(ObjectStorageError) -> ContentHash {
        _ = try put([bytes])
        return sha256(bytes)
    }

    /// Whether a file lies under an address; its bytes are not looked at.
    public func contains(_ address: ContentHash) throws(ObjectStorageError) -> Bool {
        try FileSystem.exists(ObjectPath.file(of: address, in: folder))
    }

    /// The bytes under an address, checked against it.
    public func bytes(of address: ContentHash) throws(ObjectStorageError) -> [UInt8] {
        let path = ObjectPath.file(of: address, in: folder)
        guard let bytes = try FileSystem.read(path) else { throw .missing(address) }
        let found = sha256(bytes)
        guard found == address else { throw .damaged(expected: address, found: found) }
        return bytes
    }

    /// Deletes objects, passing over ones that are not there.
    ///
    /// Durable when it returns.
    public func delete(_ addresses: [ContentHash]) throws(ObjectStorageError) {
        var touched: Set<String> = []
        for address in addresses
        where try FileSystem.remove(ObjectPath.file(of: address, in: folder)) {
            touched.insert(ObjectPath.shard(of: address, in: folder))
        }
        for shard in touched.sorted() { try FileSystem.sync(folder: shard) }
    }

    /// Addresses in ascending order, at most `limit`, after the given one.
    ///
    /// Files that are not objects are passed over.
    public func addresses(
        after: ContentHash?,
        limit: Int
    ) throws(ObjectStorageError) -> [ContentHash] {
        let start = after?.hexadecimal ?? ""
        var found: [ContentHash] = []
        for shard in try FileSystem.names(in: folder).sorted() {
            if found.count >= limit { break }
            guard ObjectPath.isShard(shard), shard >= start.prefix(2) else { continue }
            let names = try FileSystem.names(in: folder + "/" + shard)
            let later = names.map { shard + $0 }.filter { $0 > start }.sorted()
            found += later.compactMap { ContentHash(hexadecimal: $0) }.prefix(limit - found.count)
        }
        return found
    }

    /// Deletes what crashed writers left below `tmp/`.
    /// - Parameters:
    ///   - seconds: least age of a file; a younger one may belong to a living writer.
    ///   - isSweeping: whether the caller holds the sweep's lock: then files of writers who hold the
    ///     storing lock go whatever their age.
    /// - Returns: how many files went.
    public func removeLeftovers(
        olderThanSeconds seconds: Int,
        isSweeping: Bool = false
    ) throws(ObjectStorageError) -> Int {
        let temporary = ObjectPath.temporaryFolder(in: folder)
        var count = 0
        for name in try FileSystem.names(in: temporary) {
            let path = temporary + "/" + name
            let isDead = isSweeping && name.hasPrefix(ObjectBatch.lockedPrefix)
            guard let age = try FileSystem.ageSeconds(of: path), isDead || age >= seconds else {
                continue
            }
            if try FileSystem.remove(path) { count += 1 }
        }
        return count
    }

    private func holdsIntact(_ address: ContentHash) throws(ObjectStorageError) -> Bool {
        let path = ObjectPath.file(of: address, in: folder)
        guard let bytes = try FileSystem.read(path) else { return false }
        return sha256(bytes) == address
    }
}
