public import Foundation

/// A data set in the ImageFolder layout: pictures in folders of classes, or with metadata files.
///
/// Layouts: `CLASS/…`, `SPLIT/CLASS/…`, or `metadata.jsonl` or `metadata.csv` beside the pictures or in
/// each split, whose `file_name` and `name` say whom a picture shows. Pictures beside or below a
/// metadata file that does not name them are refused, each by itself; those elsewhere belong to their
/// folder's class. Source: the Hugging Face `datasets` documentation, "Create an image dataset".
public struct ImageFolderSource: PhotoSource {
    private let parts: [any PhotoSource]

    /// Looks a folder through.
    ///
    /// - Parameter since: offers only files written at this moment or later.
    /// - Throws: `SourceError` when it is no readable folder or holds no picture.
    public init(path: String, since: Date? = nil) throws(SourceError) {
        let root = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
        let folder = try FolderSource(path: path, naming: .folder, since: since)
        var manifests: [ManifestSource] = []
        for place in [root] + Self.subfolders(of: root) {
            for name in ["metadata.jsonl", "metadata.csv"] {
                let file = place.appending(path: name).path(percentEncoded: false)
                guard FileManager.default.fileExists(atPath: file) else { continue }
                manifests.append(try ManifestSource(path: file, since: since))
                break
            }
        }
        guard !manifests.isEmpty else {
            parts = [folder]
            return
        }
        let named = manifests.reduce(into: Set<String>()) { $0.formUnion($1.files) }
        let rest = folder.filtered { !named.contains(Self.resolved($0)) }
        func isBelow(_ path: String) -> Bool {
            manifests.contains { Self.resolved(path).hasPrefix($0.folderPath) }
        }
        let unnamed = rest.filtered(isBelow)
        parts =
            manifests + [rest.filtered { !isBelow($0) }, UnnamedPictures(paths: unnamed.paths)]
    }

    /// Pictures that the metadata file beside or above them does not name: a list that was cut short
    /// should not go unnoticed.
    private struct UnnamedPictures: PhotoSource {
        let paths: [String]

        var expectedCount: Int? { paths.count }

        func makeCursor() -> any PhotoCursor { Cursor(rest: paths[...]) }

        struct Cursor: PhotoCursor {
            var rest: ArraySlice<String>

            mutating func next() async throws -> PhotoOffer? {
                rest.popFirst().map { path in
                    .refused(
                        Reject(
                            origin: path,
                            person: nil,
                            code: .unnamed,
                            detail: "the metadata file of its folder does not name it: add a line"
                        )
                    )
                }
            }
        }
    }

    /// What the parts expect together, when all know.
    public var expectedCount: Int? {
        parts.reduce(0) { sum, part in
            guard let sum, let count = part.expectedCount else { return nil }
            return sum + count
        }
    }

    /// Starts with the first part.
    public func makeCursor() throws -> any PhotoCursor {
        Cursor(cursors: try parts.map { try $0.makeCursor() })
    }

    private struct Cursor: PhotoCursor {
        var cursors: [any PhotoCursor]

        mutating func next() async throws -> PhotoOffer? {
            while !cursors.isEmpty {
                if let offer = try await cursors[0].next() { return offer }
                cursors.removeFirst()
            }
            return nil
        }
    }

    /// The path as a manifest resolves it.
    private static func resolved(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    }

    private static func subfolders(of root: URL) -> [URL] {
        let names =
            (try? FileManager.default.contentsOfDirectory(
                at: root,
                includingPropertiesForKeys: nil
            )) ?? []
        return names.filter(\.hasDirectoryPath).sorted { $0.path < $1.path }
    }
}
