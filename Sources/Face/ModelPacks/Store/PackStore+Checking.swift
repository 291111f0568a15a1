import Foundation

extension PackStore {
    /// Folder of what was noted of packs whose every byte was checked; the dot keeps it out of
    /// listings.
    static let checkedFolder = ".checked"

    /// Refuses a pack whose files are not those its manifest pins.
    ///
    /// Files are hashed when they are not, by size, inode and times, those that were hashed last;
    /// otherwise a look at them is enough. What was hashed is noted beside the packs; where nothing
    /// can be noted, as in a home that can't be written, every call hashes.
    /// - Throws: `PackError.damaged`, which says how to install the pack again.
    /// - Complexity: some microseconds a file, or about a millisecond a megabyte.
    public func requireIntact(_ pack: InstalledPack) throws(PackError) {
        // Taken before hashing: what changes meanwhile no longer fits the note.
        let marks = Self.marks(of: pack)
        let note = note(of: pack)
        if let noted = try? PackFolder.read(note, limit: Self.manifestBytes), noted == marks {
            return
        }
        let faults = faults(in: Self.entry(of: pack))
        guard faults.isEmpty else { throw .damaged(name: pack.manifest.name, faults: faults) }
        keep(marks, in: note)
    }

    /// Notes that every byte of a pack has just been checked, so that its first use need not.
    func noteIntact(_ pack: InstalledPack) {
        keep(Self.marks(of: pack), in: note(of: pack))
    }

    private static func entry(of pack: InstalledPack) -> String {
        URL(filePath: pack.folder).lastPathComponent
    }

    private func note(of pack: InstalledPack) -> String {
        folder + "/" + Self.checkedFolder + "/" + Self.entry(of: pack)
    }

    /// What tells files from changed ones without reading them, a line a file.
    ///
    /// The time of the last change of a file's facts can't be set back, so that bytes which were
    /// exchanged under the same modification time are noticed too.
    private static func marks(of pack: InstalledPack) -> [UInt8] {
        let lines = (pack.manifest.files.map(\.path) + [manifestName]).map { name in
            var facts = stat()
            guard stat(pack.folder + "/" + name, &facts) == 0 else { return "\(name) -" }
            let times = [facts.st_mtim, facts.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
            return "\(name) \(facts.st_size) \(facts.st_ino) \(times[0]) \(times[1])"
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Notes what was checked; that it can't be only costs the next check its time.
    private func keep(_ marks: [UInt8], in note: String) {
        let new = note + ".\(UInt64.random(in: .min ... .max))"
        do {
            try PackFolder.make(folder + "/" + Self.checkedFolder)
            try PackFolder.write(marks, to: new)
            try PackFolder.move(new, to: note)
        } catch {
            PackFolder.remove(new)
        }
    }
}
