import FaceTypes
import Hashing

/// What checking an installed pack found.
public struct PackVerification: Sendable, Hashable {
    /// Name of the pack.
    public let name: String

    /// Folder that was checked.
    public let folder: String

    /// One sentence for each missing, changed or unreadable file; empty when all is well.
    public let faults: [String]

    /// What mends it, or `nil` when all is well.
    public let mend: String?
}

extension PackStore {
    /// Hashes every file of every installed version of a pack.
    ///
    /// - Throws: `PackError.notInstalled` when there is none.
    public func verify(name: String) throws(PackError) -> [PackVerification] {
        let entries = PackFolder.names(in: folder).filter { isEntry($0, of: name) }
        guard !entries.isEmpty else { throw .notInstalled(name: name, folder: folder) }
        return entries.map { entry in
            let faults = faults(in: entry)
            return PackVerification(
                name: name,
                folder: folder + "/" + entry,
                faults: faults,
                mend: faults.isEmpty
                    ? nil : "install it again with: semblance models pull \(name)"
            )
        }
    }

    /// What is wrong with the pack in a folder entry.
    func faults(in entry: String) -> [String] {
        let path = folder + "/" + entry
        let place = path + "/" + Self.manifestName
        do {
            let json = try PackFolder.read(place, limit: Self.manifestBytes)
            let manifest = try PackManifest(json: json, place: place)
            var faults: [String] = []
            if self.path(of: manifest, json: json) != path {
                faults.append("\(Self.manifestName) was changed")
            }
            return faults + manifest.files.compactMap { Self.fault(in: $0, below: path) }
        } catch {
            return ["\(error)"]
        }
    }

    private static func fault(in file: PackFile, below folder: String) -> String? {
        let path = folder + "/" + file.path
        guard PackFolder.size(path) != nil else { return "\(file.path) is missing" }
        do {
            let found = try PackFolder.hash(path).hexadecimal
            return found == file.sha256
                ? nil : "\(file.path) was changed (SHA-256 \(found), expected \(file.sha256))"
        } catch {
            return "\(file.path) cannot be read: \(error)"
        }
    }

    /// Enough of a hash to tell folders apart.
    static func shortHash(_ json: [UInt8]) -> String {
        String(sha256(json).hexadecimal.prefix(12))
    }
}
