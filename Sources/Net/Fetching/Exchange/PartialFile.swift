import FaceTypes
import Foundation
import Hashing

/// A file that is being downloaded: `NAME.part`, and beside it what the host said of it.
///
/// A download that broke off goes on from its last byte if the host still has the same version.
actor PartialFile {
    /// Bytes gathered before the disk is asked.
    static let writeBytes = 256 << 10

    /// What decides where an answer's bytes belong.
    struct Head: Sendable {
        var status: Int
        var contentRange: String?
        var validators: Validators
    }

    /// What is kept beside the bytes.
    struct Note: Codable {
        var address: String
        var validators: Validators
    }

    private let address: String
    private let path: String
    private var hash = SHA256Stream()
    private var handle: Int32 = -1
    private(set) var count = 0
    private var note: Note?
    private let report: @Sendable (Int) -> Void

    init(address: String, path: String, report: @escaping @Sendable (Int) -> Void) {
        self.address = address
        self.path = path
        self.report = report
    }

    /// Reads what an earlier attempt left behind.
    ///
    /// - Returns: the headers to ask for the rest with; none when there is nothing to go on from.
    func resume() throws(FetchError) -> [(String, String)] {
        note = Self.read(notePath)
        guard let note, note.address == address, let condition = note.validators.forRange else {
            try restart()
            return []
        }
        try rehash()
        guard count > 0 else { return [] }
        return [("range", "bytes=\(count)-"), ("if-range", condition)]
    }

    /// Hears of an answer's head and makes ready for its bytes.
    ///
    /// - Returns: the place of its first byte in the file.
    func begin(_ head: Head) throws(FetchError) -> Int {
        if head.status == 206 {
            guard let start = Self.start(of: head.contentRange), start == count, count > 0 else {
                try restart()
                throw .truncated(address: address, expected: nil, found: 0)
            }
        } else {
            try restart()
        }
        let note = Note(address: address, validators: head.validators)
        self.note = note
        try write(note)
        if handle < 0 {
            handle = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard handle >= 0 else { throw failure(path) }
        }
        return count
    }

    func append(_ bytes: [UInt8]) throws(FetchError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { put($0) }
            guard written > 0 else { throw failure(path) }
            offset += written
        }
        hash.update(bytes)
        count += bytes.count
        report(count)
    }

    /// Ends a whole download: checks the hash, then gives the file its name.
    func finish(as destination: String, expected: ContentHash?) throws(FetchError) -> ContentHash {
        let found = hash.finish()
        guard fsync(handle) == 0 else { throw failure(path) }
        close()
        if let expected, expected != found {
            try restart()
            throw .wrongHash(
                address: address,
                expected: expected.hexadecimal,
                found: found.hexadecimal
            )
        }
        guard rename(path, destination) == 0 else { throw failure(destination) }
        unlink(notePath)
        return found
    }

    /// Throws away what is there.
    func restart() throws(FetchError) {
        close()
        hash = SHA256Stream()
        count = 0
        note = nil
        for name in [path, notePath] where unlink(name) != 0 && errno != ENOENT {
            throw failure(name)
        }
    }

    /// Closes the file; the bytes stay for the next attempt.
    func close() {
        if handle >= 0 { _ = Foundation.close(handle) }
        handle = -1
    }

    private var notePath: String { path + ".json" }

    private func put(_ bytes: UnsafeRawBufferPointer) -> Int {
        Foundation.write(handle, bytes.baseAddress, bytes.count)
    }

    private func rehash() throws(FetchError) {
        hash = SHA256Stream()
        count = 0
        guard let file = FileHandle(forReadingAtPath: path) else { return }
        defer { try? file.close() }
        do {
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                piece.withUnsafeBytes { hash.update($0) }
                count += piece.count
            }
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
    }

    private func write(_ note: Note) throws(FetchError) {
        do {
            try JSONEncoder().encode(note).write(to: URL(filePath: notePath), options: .atomic)
        } catch {
            throw .file(path: notePath, reason: error.localizedDescription)
        }
    }

    private static func read(_ path: String) -> Note? {
        (try? Data(contentsOf: URL(filePath: path)))
            .flatMap { try? JSONDecoder().decode(Note.self, from: $0) }
    }

    /// The first byte's place in `bytes 100-199/200`.
    private static func start(of contentRange: String?) -> Int? {
        guard let words = contentRange?.lowercased().split(separator: " "), words.count == 2,
            words[0] == "bytes"
        else { return nil }
        return words[1].split(separator: "-").first.flatMap { Int($0) }
    }

    private func failure(_ path: String) -> FetchError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}
