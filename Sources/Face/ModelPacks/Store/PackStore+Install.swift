import FaceTypes
import Foundation

extension PackStore {
    /// Installs a pack, whole or not at all.
    ///
    /// Each file is taken from the first source that has it with the right hash: other installed
    /// packs, the mirror folder, the publisher's address, pip. Cancelling the task ends it at the
    /// next piece of a file and leaves nothing behind. Nothing is done when the same pack is
    /// already there, complete and unchanged. File work blocks the calling task.
    ///
    /// - Returns: The pack, in this store.
    /// - Throws: `PackError`; every source that was tried is named.
    public func install(
        _ manifest: PackManifest,
        options: InstallOptions,
        listener: @escaping InstallListener = { _ in }
    ) async throws(PackError) -> InstalledPack {
        if let fault = manifest.fault {
            throw .badManifest(place: manifest.name, reason: fault)
        }
        guard !manifest.licence.requiresAcceptance || options.acceptsLicence else {
            throw .licenceNotAccepted(
                name: manifest.name,
                licence: manifest.licence.name,
                address: manifest.licence.address
            )
        }
        sweepLeftovers()
        if let pack = try intact(manifest) {
            noteIntact(pack)
            listener(.installed(folder: pack.folder))
            return pack
        }
        let incoming = try IncomingFolder.make(in: folder)
        defer { incoming.remove() }
        let gatherer = try PackGatherer(
            manifest: manifest,
            options: options,
            neighbours: neighbours(),
            work: incoming.path,
            listener: listener
        )
        let complete = try await gatherer.gather()
        if Task.isCancelled { throw .cancelled(name: manifest.name) }
        return try publish(complete, from: incoming.path, listener)
    }

    /// Removes what interrupted installations left; those of living processes are kept.
    public func sweepLeftovers() {
        IncomingFolder.sweep(folder)
    }

    private func intact(_ manifest: PackManifest) throws(PackError) -> InstalledPack? {
        let json = try manifest.encoded()
        let path = path(of: manifest, json: json)
        guard PackFolder.size(path + "/" + Self.manifestName) != nil,
            let entry = path.split(separator: "/").last, faults(in: String(entry)).isEmpty
        else { return nil }
        return InstalledPack(manifest: manifest, folder: path, identity: manifest.identity)
    }

    /// Files other packs already have, by hash.
    private func neighbours() -> [String: String] {
        var paths: [String: String] = [:]
        for pack in installed() {
            for file in pack.manifest.files { paths[file.sha256] = pack.path(of: file.path) }
        }
        return paths
    }

    /// Puts the gathered files under their name; the rename is what installs them.
    private func publish(
        _ manifest: PackManifest,
        from incoming: String,
        _ listener: InstallListener
    ) throws(PackError) -> InstalledPack {
        let json = try manifest.encoded()
        let path = path(of: manifest, json: json)
        if let pack = try intact(manifest) {
            listener(.installed(folder: pack.folder))
            return pack
        }
        let staged = incoming + "/" + PackGatherer.stageName
        try PackFolder.write(json, to: staged + "/" + Self.manifestName)
        try recordAcceptance(of: manifest.licence, in: staged)
        for name in PackFolder.names(in: staged) {
            try PackFolder.makeReadOnly(staged + "/" + name)
        }
        try PackFolder.sync(staged)
        if PackFolder.isFolder(path) { try PackFolder.move(path, to: incoming + "/damaged") }
        try PackFolder.move(staged, to: path)
        try PackFolder.sync(folder)
        retire(manifest, keeping: path)
        let pack = InstalledPack(manifest: manifest, folder: path, identity: manifest.identity)
        noteIntact(pack)
        listener(.installed(folder: path))
        return pack
    }

    /// Keeps with the weights what their user agreed to, and when.
    private func recordAcceptance(
        of licence: PackManifest.Licence,
        in staged: String
    ) throws(PackError) {
        guard licence.requiresAcceptance else { return }
        let moment = Date.now.formatted(.iso8601)
        let record = "accepted \(moment)\n\(licence.name)\n\(licence.address)\n"
        try PackFolder.write(Array(record.utf8), to: staged + "/" + Self.acceptanceName)
    }

    /// Removes folders of the same pack that differ only in texts, thresholds or optional files,
    /// and damaged ones of the same version.
    private func retire(_ manifest: PackManifest, keeping path: String) {
        let prefix = "\(manifest.name)-\(manifest.version)-"
        for entry in PackFolder.names(in: folder)
        where isEntry(entry, of: manifest.name) && entry.hasPrefix(prefix)
            && folder + "/" + entry != path
        {
            let old = try? load(entry)
            guard old == nil || old?.identity == manifest.identity else { continue }
            PackFolder.remove(folder + "/" + entry)
        }
    }
}
