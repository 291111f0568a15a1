import FaceTypes
import Foundation

/// Files only their owner may read, written whole or not at all.
public enum PrivateFile {
    /// Writes a file, mode 0600, by way of a temporary one beside it.
    ///
    /// - Throws: `PrivateFileError`; then nothing was left behind.
    public static func write(_ bytes: [UInt8], to path: String) throws(PrivateFileError) {
        let temporary = try writeTemporary(bytes, beside: path)
        guard rename(temporary, path) == 0 else {
            let error = failure(path)
            unlink(temporary)
            throw error
        }
    }

    /// Files of one beginning that are tried before `writeNew` gives up.
    static let namesMax = 10_000

    /// Writes a file that was not there before, as `write` does.
    ///
    /// - Parameters:
    ///   - stem: the path without its ending; a number is added where that file is there already.
    ///   - ending: such as `.jsonl`.
    /// - Returns: the path.
    /// - Throws: `PrivateFileError`.
    public static func writeNew(
        _ bytes: [UInt8],
        to stem: String,
        ending: String
    ) throws(PrivateFileError) -> String {
        let temporary = try writeTemporary(bytes, beside: stem + ending)
        defer { unlink(temporary) }
        for number in 1...namesMax {
            let path = stem + (number == 1 ? "" : "-\(number)") + ending
            // A link, unlike a renaming, never takes the place of another file.
            if link(temporary, path) == 0 { return path }
            guard errno == EEXIST else { throw failure(path) }
        }
        throw PrivateFileError(
            path: stem + ending,
            reason: "\(namesMax) files have names like it already"
        )
    }

    /// - Returns: the temporary file's path; its bytes are durable.
    private static func writeTemporary(
        _ bytes: [UInt8],
        beside path: String
    ) throws(PrivateFileError) -> String {
        let temporary = path + ".part-\(UUID().uuidString.prefix(8))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        do throws(PrivateFileError) {
            try writeAll(bytes, to: descriptor, path: path)
            guard fsync(descriptor) == 0 else { throw failure(path) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard close(descriptor) == 0 else {
            let error = failure(path)
            unlink(temporary)
            throw error
        }
        return temporary
    }

    private static func writeAll(
        _ bytes: [UInt8],
        to descriptor: Int32,
        path: String
    ) throws(PrivateFileError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Foundation.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: offset),
                    bytes.count - offset
                )
            }
            guard written > 0 else { throw failure(path) }
            offset += written
        }
    }

    private static func failure(_ path: String) -> PrivateFileError {
        PrivateFileError(path: path, reason: String(cString: strerror(errno)))
    }
}

/// A file could not be written.
public struct PrivateFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The system's own words.
    public let reason: String

    /// What happened.
    public var description: String { "\(path) can't be written: \(reason.asSentence)" }
}
