import FaceTypes
import Foundation
import Hashing

/// The few things packs do with the file system, with errors that say what to do.
package enum PackFolder {
    static let chunk = 1 << 20
    /// Largest model file we read whole, for conversion.
    static let convertibleBytes = 1 << 28

    /// What the last failed system call means for `path`.
    package static func failure(_ path: String, _ code: Int32 = errno) -> PackError {
        switch code {
        case EROFS, EACCES, EPERM: .notWritable(path: path)
        case ENOSPC, EDQUOT: .diskFull(path: path)
        default: .fileSystem(path: path, reason: String(cString: strerror(code)))
        }
    }

    static func make(_ path: String) throws(PackError) {
        var built = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            built += "/" + part
            guard mkdir(built, 0o755) != 0 else { continue }
            let code = errno
            guard !isFolder(built) else { continue }
            throw failure(built, code)
        }
    }

    static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Size of a regular file, `nil` when there is none.
    static func size(_ path: String) -> Int? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(facts.st_size)
    }

    /// Names in a folder, sorted; empty when it cannot be read.
    static func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    static func read(_ path: String, limit: Int = convertibleBytes) throws(PackError) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachChunk(of: path) { piece throws(PackError) in
            guard bytes.count + piece.count <= limit else {
                throw .fileSystem(path: path, reason: "larger than \(limit) bytes")
            }
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    static func hash(_ path: String) throws(PackError) -> ContentHash {
        var stream = SHA256Stream()
        try forEachChunk(of: path) { stream.update($0) }
        return stream.finish()
    }

    /// Copies and hashes in one pass.
    static func copy(
        _ source: String,
        to destination: String,
        progress: (Int) throws(PackError) -> Void
    ) throws(PackError) -> ContentHash {
        let out = try create(destination)
        defer { close(out) }
        var stream = SHA256Stream()
        var total = 0
        try forEachChunk(of: source) { piece throws(PackError) in
            stream.update(piece)
            try writeAll(piece, to: out, destination)
            total += piece.count
            try progress(total)
        }
        guard fsync(out) == 0 else { throw failure(destination) }
        return stream.finish()
    }

    static func write(_ bytes: [UInt8], to path: String) throws(PackError) {
        let out = try create(path)
        defer { close(out) }
        try writeAll(bytes, to: out, path)
        guard fsync(out) == 0 else { throw failure(path) }
    }

    static func makeReadOnly(_ path: String) throws(PackError) {
        guard chmod(path, 0o444) == 0 else { throw failure(path) }
    }

    /// Makes renames and new names in a folder last.
    static func sync(_ path: String) throws(PackError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure(path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure(path) }
    }

    static func move(_ old: String, to new: String) throws(PackError) {
        guard rename(old, new) == 0 else { throw failure(new) }
    }

    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func create(_ path: String) throws(PackError) -> Int32 {
        let out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard out >= 0 else { throw failure(path) }
        return out
    }

    private static func writeAll(
        _ bytes: [UInt8],
        to file: Int32,
        _ path: String
    ) throws(PackError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(file, $0.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            done += count
        }
    }

    private static func forEachChunk(
        of path: String,
        _ body: ([UInt8]) throws(PackError) -> Void
    ) throws(PackError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw .fileSystem(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                Foundation.read(file, $0.baseAddress, chunk)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .fileSystem(path: path, reason: String(cString: strerror(errno)))
            }
            if count == 0 { return }
            try body(count == chunk ? buffer : Array(buffer[0..<count]))
        }
    }
}
