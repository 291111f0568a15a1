import Foundation

/// Finds photos that appear in a folder or change there, by looking again and again.
///
/// A file is offered once it looked the same twice, so that one that is still being copied is not
/// read half. Looking works on every file system, also on network shares, where notification does
/// not.
public struct FolderWatch: Sendable {
    private let root: URL
    private let naming: FolderSource.Naming
    /// What each file was at the last look.
    private var seen: [String: String] = [:]
    /// What each file was when it was offered.
    private var offered: [String: String] = [:]

    /// Whether the last look found no folder.
    private var isGone = false

    /// What a look came to.
    public enum Look: Sendable {
        /// Photos that are new or changed, and have settled.
        case photos(FolderSource)
        /// Nothing new.
        case nothing
        /// The folder is gone, or can't be read, since this look.
        case gone(SourceError)
        /// It is back, with nothing new yet.
        case back
    }

    /// Watches a folder.
    ///
    /// - Throws: `SourceError` when it is not a readable folder.
    public init(path: String, naming: FolderSource.Naming) throws(SourceError) {
        root = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
        self.naming = naming
        _ = try FolderSource.list(root)
    }

    /// Looks once; a folder that is gone, such as a share that is not mounted just now, is told once
    /// and may come back.
    public mutating func look() -> Look {
        do {
            let photos = try settled()
            defer { isGone = false }
            if let photos { return .photos(photos) }
            return isGone ? .back : .nothing
        } catch {
            defer { isGone = true }
            return isGone ? .nothing : .gone(error)
        }
    }

    /// The photos that are new or changed since they were offered, and have settled.
    private mutating func settled() throws(SourceError) -> FolderSource? {
        var now: [String: String] = [:]
        for file in try FolderSource.list(root) {
            let version = FileVersion.of(root.appending(path: file).path(percentEncoded: false))
            // Gone between the listing and the look.
            if !version.isEmpty { now[file] = version }
        }
        let settled = now.filter { seen[$0.key] == $0.value && offered[$0.key] != $0.value }
        seen = now
        offered = offered.filter { now[$0.key] != nil }
        if settled.isEmpty { return nil }
        offered.merge(settled) { _, new in new }
        return FolderSource(root: root, naming: naming, files: settled.keys.sorted())
    }
}
