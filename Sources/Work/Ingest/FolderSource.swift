public import Foundation
import Gallery

/// Photos in a folder, one person a sub-folder or one a file name.
///
/// Walks in the order of the names; hidden entries and links to folders are passed over.
public struct FolderSource: PhotoSource {
    /// Who a photo shows.
    public enum Naming: String, Sendable, Hashable, CaseIterable {
        /// In a sub-folder: the sub-folder's name; at the top: the file's name.
        case automatic
        /// The name of the folder the photo lies in.
        case folder
        /// The file's name without number and extension: `Jane_Doe_0002.jpg` shows Jane Doe.
        case file
        /// Nobody: every face is an entry of its own.
        case unlabelled
    }

    /// Endings of files that are offered; others are passed over in silence.
    public static let extensions: Set<String> = [
        "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "tif", "tiff", "bmp", "ico", "heic",
        "heif", "avif",
    ]

    private let root: URL
    private let naming: Naming
    private let files: [String]

    /// Lists a folder.
    ///
    /// - Parameter since: offers only files written at this moment or later.
    /// - Throws: `SourceError` when it is not a readable folder or holds no picture.
    public init(path: String, naming: Naming, since: Date? = nil) throws(SourceError) {
        root = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
        self.naming = naming
        let all = try Self.list(root)
        if all.isEmpty { throw .noPhotos(path: path) }
        files = all.filter { [root] file in
            FileVersion.isChanged(
                root.appending(path: file).path(percentEncoded: false),
                since: since
            )
        }
    }

    /// Offers some files of a folder, by their paths below it.
    init(root: URL, naming: Naming, files: [String]) {
        self.root = root
        self.naming = naming
        self.files = files
    }

    /// The files of the listing, as the paths photos are told by.
    var paths: [String] { files.map(path(of:)) }

    /// The same folder with the files whose path passes.
    func filtered(_ isWanted: (_ path: String) -> Bool) -> FolderSource {
        FolderSource(root: root, naming: naming, files: files.filter { isWanted(path(of: $0)) })
    }

    private func path(of file: String) -> String {
        root.appending(path: file).path(percentEncoded: false)
    }

    /// Every file of the listing.
    public var expectedCount: Int? { files.count }

    /// Walks the listing made at `init`.
    public func makeCursor() -> any PhotoCursor { Cursor(source: self) }

    private struct Cursor: PhotoCursor {
        let source: FolderSource
        var position = 0

        mutating func next() async throws -> PhotoOffer? {
            guard position < source.files.count else { return nil }
            defer { position += 1 }
            return .photo(source.candidate(source.files[position]))
        }
    }

    private func candidate(_ relative: String) -> PhotoCandidate {
        let url = root.appending(path: relative)
        return PhotoCandidate(
            origin: url.path(percentEncoded: false),
            claim: Self.claim(for: relative, naming: naming),
            credit: PhotoCredit(),
            place: .file(path: url.path(percentEncoded: false)),
            load: { try BoundedFile.read(url) }
        )
    }

    static func list(_ root: URL) throws(SourceError) -> [String] {
        let path = root.path(percentEncoded: false)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            // The address of a folder ends with a slash, at which no file is found.
            let plain = path.hasSuffix("/") ? String(path.dropLast()) : path
            if FileManager.default.fileExists(atPath: plain) { throw .notAFolder(path: plain) }
            throw .missing(path: plain)
        }
        guard isFolder.boolValue else { throw .notAFolder(path: path) }
        guard FileManager.default.isReadableFile(atPath: path),
            let walker = FileManager.default.enumerator(atPath: path)
        else { throw .unreadable(path: path, detail: "permission denied") }
        var found: [String] = []
        while let entry = walker.nextObject() as? String {
            let name = entry.split(separator: "/").last.map(String.init) ?? entry
            let isDirectory =
                walker.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
            if name.hasPrefix(".") {
                if isDirectory { walker.skipDescendants() }
                continue
            }
            if !isDirectory, isPicture(name) { found.append(entry) }
        }
        return found.sorted()
    }

    /// Whether a file's name has the ending of a picture.
    static func isPicture(_ name: String) -> Bool { extensions.contains(ending(of: name)) }

    private static func ending(of name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// Reads a person off a relative path; pure, for tests.
    package static func claim(for relative: String, naming: Naming) -> PhotoCandidate.Claim? {
        let parts = relative.split(separator: "/").map(String.init)
        guard let file = parts.last else { return nil }
        let folders = parts.dropLast()
        switch naming {
        case .unlabelled: return nil
        case .file: return claim(fromFile: file)
        case .automatic where folders.isEmpty: return claim(fromFile: file)
        case .automatic: return claim(fromFolder: folders.first ?? "")
        case .folder: return folders.last.flatMap(claim(fromFolder:))
        }
    }

    private static func claim(fromFolder folder: String) -> PhotoCandidate.Claim? {
        let name = spaced(folder)
        return name.isEmpty ? nil : PhotoCandidate.Claim(key: folder, name: name)
    }

    private static func claim(fromFile file: String) -> PhotoCandidate.Claim? {
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        var base = Substring(stem)
        while let last = base.last, last.isNumber { base.removeLast() }
        while let last = base.last, "_- .(".contains(last) { base.removeLast() }
        let key = base.isEmpty ? stem : String(base)
        return PhotoCandidate.Claim(key: key, name: spaced(key))
    }

    private static func spaced(_ text: String) -> String {
        text.replacing("_", with: " ").split(separator: " ").joined(separator: " ")
    }
}
