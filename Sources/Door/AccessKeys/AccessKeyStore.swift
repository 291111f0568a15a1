internal import FaceTypes
public import Foundation
internal import Synchronization

/// The access keys of a house, in one JSON file that only its owner may read (mode 0600).
///
/// Only hashes are kept. Changes of other processes are seen at the next call; two changes at the
/// same time wait for each other. Each call looks at the file's stamp, so it takes microseconds,
/// and changes take an fsync. Safe from any thread; calls block. When the file is missing there are
/// no keys.
public final class AccessKeyStore: Sendable {
    /// Where the file is.
    public let path: String

    private struct Key {
        let hash: [UInt8]
        let record: AccessKeyRecord
    }

    private struct Cache {
        var stamp: FileSystem.Stamp?
        var keys: [Key] = []
    }

    private let limits: AccessKeyLimits
    private let cache = Mutex(Cache())

    /// Uses a file; it and its folder are made when the first key is.
    public init(path: String, limits: AccessKeyLimits = AccessKeyLimits()) {
        self.path = path
        self.limits = limits
    }

    /// Makes a key; when this returns it is durable.
    ///
    /// - Parameters:
    ///   - label: What lists call it; surrounding space is cut off.
    ///   - now: When it is made.
    /// - Returns: what is kept, and the secret, which nobody can show again.
    public func create(
        label: String,
        role: AccessRole,
        now: Date = Date()
    ) throws(AccessKeyError) -> (record: AccessKeyRecord, secret: String) {
        let label = label.trimmingCharacters(in: .whitespaces)
        let isPrintable = label.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control
        }
        guard (1...limits.labelBytes).contains(label.utf8.count), isPrintable else {
            throw .badLabel(bytesMax: limits.labelBytes)
        }
        let secret = SecretText.make()
        let entry = KeyFile.Entry(
            id: SecretText.makeID(),
            label: label,
            role: role,
            created: Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down)),
            sha256: SecretText.hash(of: secret).hexadecimal
        )
        try change { file throws(AccessKeyError) in
            guard file.keys.count < limits.keys else { throw .tooManyKeys(limit: limits.keys) }
            file.keys.append(entry)
        }
        return (AccessKeyRecord(entry), secret)
    }

    /// All keys, the oldest first.
    public func list() throws(AccessKeyError) -> [AccessKeyRecord] {
        try current().map(\.record)
    }

    /// Takes a key back; when this returns no process lets it in again.
    ///
    /// - Returns: what was kept of it.
    @discardableResult
    public func revoke(id: String) throws(AccessKeyError) -> AccessKeyRecord {
        var revoked: AccessKeyRecord?
        try change { file throws(AccessKeyError) in
            guard let index = file.keys.firstIndex(where: { $0.id == id }) else {
                throw .noSuchKey(id: id)
            }
            revoked = AccessKeyRecord(file.keys.remove(at: index))
        }
        guard let revoked else { throw .noSuchKey(id: id) }
        return revoked
    }

    /// The key a secret belongs to; `nil` when to none.
    ///
    /// Takes as long whichever key it is and however much of it is right.
    public func record(ofSecret secret: String) throws(AccessKeyError) -> AccessKeyRecord? {
        let keys = try current()
        guard secret.utf8.count == SecretText.byteCount, secret.hasPrefix(SecretText.prefix) else {
            return nil
        }
        let hash = SecretText.hash(of: secret).bytes
        var found: Int?
        for index in keys.indices where isEqual(keys[index].hash, hash) { found = index }
        return found.map { keys[$0].record }
    }

    /// Compares all bytes whatever the first ones are.
    private func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        var difference = one.count ^ other.count
        for (left, right) in zip(one, other) { difference |= Int(left ^ right) }
        return difference == 0
    }

    private func current() throws(AccessKeyError) -> [Key] {
        let stamp = try FileSystem.stamp(of: path)
        let cached = cache.withLock { $0.stamp == stamp ? $0.keys : nil }
        if let cached { return cached }
        guard let content = try FileSystem.read(path, bytesMax: limits.fileBytes) else { return [] }
        let keys = try KeyFile(content.bytes, path: path).keys.compactMap { entry in
            ContentHash(hexadecimal: entry.sha256).map {
                Key(hash: $0.bytes, record: AccessKeyRecord(entry))
            }
        }
        cache.withLock { $0 = Cache(stamp: content.stamp, keys: keys) }
        return keys
    }

    private func change(
        _ body: (inout KeyFile) throws(AccessKeyError) -> Void
    ) throws(AccessKeyError) {
        try FileSystem.withLock(on: path, waitingAtMost: limits.lockWait) {
            () throws(AccessKeyError) in
            let content = try FileSystem.read(path, bytesMax: limits.fileBytes)
            var file = KeyFile()
            if let content { file = try KeyFile(content.bytes, path: path) }
            try body(&file)
            try FileSystem.replace(path, with: file.encoded(path: path))
        }
    }
}
