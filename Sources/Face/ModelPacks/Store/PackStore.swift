public import FaceTypes

/// The model packs of one home folder.
///
/// Each lies in a folder of its own, `name-version-hash`, with a `manifest.json`; it appears there
/// whole or not at all, its files are read-only, and the hash is that of its manifest, which names
/// the hash of every file. Any number of processes may use one store.
public struct PackStore: Sendable, Hashable {
    static let manifestName = "manifest.json"
    static let manifestBytes = 1 << 20
    static let acceptanceName = "licence-accepted.txt"
    /// Folders an installation works in start so; the dot keeps them out of listings.
    static let incomingPrefix = ".incoming-"

    /// The folder the packs lie in, usually `packs` in the home folder; made when first needed.
    public let folder: String

    /// Names a store; nothing is read or written yet.
    public init(folder: String) {
        self.folder = folder
    }

    /// Every installed pack with a readable manifest and all its files, by name, newest last.
    ///
    /// Checks that files are there and of the right size; `verify(_:)` also hashes them.
    public func installed() -> [InstalledPack] {
        PackFolder.names(in: folder).compactMap { try? load($0) }
            .sorted { Self.isOrdered($0, $1) }
    }

    /// The newest installed pack of this name.
    ///
    /// - Throws: `PackError.notInstalled`; `.damaged` or `.badManifest` when it is there but
    ///   cannot be used.
    public func open(name: String) throws(PackError) -> InstalledPack {
        if let pack = installed().last(where: { $0.manifest.name == name }) { return pack }
        for entry in PackFolder.names(in: folder) where entry.hasPrefix(name + "-") {
            let pack = try load(entry)
            if pack.manifest.name == name { return pack }
        }
        throw .notInstalled(name: name, folder: folder)
    }

    /// The installed pack a gallery is bound to.
    ///
    /// - Throws: `PackError.identityNotInstalled`.
    public func open(identity: PackIdentity) throws(PackError) -> InstalledPack {
        guard let pack = installed().last(where: { $0.identity == identity }) else {
            throw .identityNotInstalled(
                name: identity.name,
                version: identity.version,
                hash: identity.hash
            )
        }
        return pack
    }

    /// Removes every installed version of a pack.
    ///
    /// - Throws: `PackError.notInstalled` when there is none.
    public func remove(name: String) throws(PackError) {
        let entries = PackFolder.names(in: folder).filter { isEntry($0, of: name) }
        guard !entries.isEmpty else { throw .notInstalled(name: name, folder: folder) }
        for entry in entries {
            let parting = folder + "/" + Self.incomingPrefix + "removed-" + entry
            try PackFolder.move(folder + "/" + entry, to: parting)
            PackFolder.remove(parting)
            PackFolder.remove(folder + "/" + Self.checkedFolder + "/" + entry)
        }
        try PackFolder.sync(folder)
    }

    /// The folder a manifest is installed in.
    func path(of manifest: PackManifest, json: [UInt8]) -> String {
        folder + "/\(manifest.name)-\(manifest.version)-\(Self.shortHash(json))"
    }

    /// Reads the pack in a folder entry; sizes are checked, hashes are not.
    func load(_ entry: String) throws(PackError) -> InstalledPack {
        let path = folder + "/" + entry
        let place = path + "/" + Self.manifestName
        let json = try PackFolder.read(place, limit: Self.manifestBytes)
        let manifest = try PackManifest(json: json, place: place)
        let faults = manifest.files.compactMap { file -> String? in
            guard let size = PackFolder.size(path + "/" + file.path) else {
                return "\(file.path) is missing"
            }
            guard let bytes = file.bytes, bytes != size else { return nil }
            return "\(file.path) has \(size) bytes, expected \(bytes)"
        }
        guard faults.isEmpty else { throw .damaged(name: manifest.name, faults: faults) }
        return InstalledPack(manifest: manifest, folder: path, identity: manifest.identity)
    }

    /// Whether a folder entry belongs to a pack, going by its name when it cannot be read.
    func isEntry(_ entry: String, of name: String) -> Bool {
        let parts = entry.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 3 && parts.dropLast(2).joined(separator: "-") == name
    }

    private static func isOrdered(_ first: InstalledPack, _ second: InstalledPack) -> Bool {
        let (one, two) = (first.manifest, second.manifest)
        if one.name != two.name { return one.name < two.name }
        if one.version != two.version {
            guard let older = Int(one.version), let newer = Int(two.version) else {
                return one.version < two.version
            }
            return older < newer
        }
        if one.files.count != two.files.count { return one.files.count < two.files.count }
        return first.folder < second.folder
    }
}
