import Foundation

/// The files of a mirror folder by name.
///
/// Names only say where to look: what is taken is decided by its SHA-256.
struct MirrorFolder {
    static let entryLimit = 50_000
    static let depthLimit = 8

    private let paths: [String: [String]]
    let folder: String

    /// Lists the folder once; links to folders are not followed.
    init(_ folder: String) throws(PackError) {
        guard PackFolder.isFolder(folder) else {
            throw .fileSystem(path: folder, reason: "the mirror folder is not there")
        }
        self.folder = folder
        var paths: [String: [String]] = [:]
        var open = [(path: folder, depth: 0)]
        var seen = 0
        while let next = open.popLast() {
            for name in PackFolder.names(in: next.path) where seen < Self.entryLimit {
                seen += 1
                let path = next.path + "/" + name
                if PackFolder.size(path) != nil {
                    paths[name, default: []].append(path)
                } else if next.depth < Self.depthLimit, Self.isRealFolder(path) {
                    open.append((path, next.depth + 1))
                }
            }
        }
        self.paths = paths
    }

    /// Where files of this name lie.
    func candidates(named name: String) -> [String] { paths[name] ?? [] }

    /// Files whose names begin like an archive of a Python package, such as `name==1.0`; hyphens
    /// and underscores count as one.
    func archives(of requirement: String) -> [String] {
        let start = Self.plain(requirement.replacing("==", with: "-"))
        return paths.filter { Self.plain($0.key).hasPrefix(start) }.values
            .flatMap { $0 }.sorted()
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().replacing("_", with: "-")
    }

    private static func isRealFolder(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }
}
