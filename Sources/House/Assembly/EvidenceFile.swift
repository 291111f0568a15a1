import Foundation
import Synchronization
public import Wikimedia

/// The record of a gallery's crawls: `evidence/GALLERY.jsonl` in the home, mode 0600, only ever
/// added to.
public final class EvidenceFile: Sendable {
    /// The file.
    public let path: String

    private let handle: Mutex<FileHandle>
    private let failure = FirstFailure()

    /// Opens the record of a gallery, making it if need be.
    ///
    /// - Throws: `PrivateFileError`.
    public init(home: Home, gallery: String) throws {
        try FileManager.default.createDirectory(
            atPath: home.evidence,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        path = Self.path(home: home, gallery: gallery)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PrivateFileError(path: path, reason: String(cString: strerror(errno)))
        }
        handle = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    }

    static func path(home: Home, gallery: String) -> String {
        home.evidence + "/\(gallery).jsonl"
    }

    /// Adds a record; an error is kept for `finish`.
    public func add(_ evidence: Evidence) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let line = try encoder.encode(evidence) + Data("\n".utf8)
            try handle.withLock { try $0.write(contentsOf: line) }
        } catch {
            failure.note(error)
        }
    }

    /// Makes what was added durable.
    ///
    /// - Throws: the first error there was.
    public func finish() throws {
        try failure.rethrow()
        try handle.withLock { try $0.synchronize() }
    }

    /// Every file a gallery's crawls took, by its page; lines that cannot be read are passed over.
    static func files(home: Home, gallery: String) -> [String: ImageFile] {
        guard let data = FileManager.default.contents(atPath: path(home: home, gallery: gallery))
        else { return [:] }
        var files: [String: ImageFile] = [:]
        for line in data.split(separator: UInt8(ascii: "\n")) {
            let evidence = try? JSONDecoder().decode(Evidence.self, from: Data(line))
            for file in evidence?.photos ?? [] { files[file.page] = file }
        }
        return files
    }
}
