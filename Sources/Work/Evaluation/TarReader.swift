import Foundation
import Synchronization

/// Reads the files of an uncompressed tar archive one after another, a block at a time.
///
/// Any thread may ask for the next file; one is served at a time. Memory: one file.
public final class TarReader: Sendable {
    /// A file of the archive.
    public struct Entry: Sendable, Hashable {
        /// Its path within the archive.
        public let name: String
        /// Its content.
        public let bytes: [UInt8]
    }

    /// Largest file that is read, in bytes.
    public static let entryBytesMax = 64 << 20

    /// Longest long name or set of records, in bytes.
    static let nameBytesMax = 1 << 16

    private struct State {
        var offset = 0
        var isAtEnd = false
    }

    private let path: String
    private let file: FileHandle
    private let state = Mutex(State())

    /// Opens an archive.
    ///
    /// - Throws: `EvaluationError.unreadable`.
    public init(path: String) throws(EvaluationError) {
        self.path = path
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path: path, detail: error.localizedDescription)
        }
    }

    /// The next regular file, or `nil` at the end.
    ///
    /// - Throws: `EvaluationError.unreadable`, `notATar`, `truncatedTar`, `entryTooLarge`.
    public func next() throws -> Entry? {
        try state.withLock { state in try next(&state) }
    }

    /// The next files: at most `limit` of them, and no further one once they have `bytes` together.
    public func next(atMost limit: Int, bytes: Int) throws -> [Entry] {
        var entries: [Entry] = []
        var size = 0
        while entries.count < limit, size < bytes, let entry = try next() {
            entries.append(entry)
            size += entry.bytes.count
        }
        return entries
    }

    private func next(_ state: inout State) throws -> Entry? {
        var longName: String?
        while !state.isAtEnd {
            let start = state.offset
            let block = try read(TarHeader.blockSize, &state)
            // An archive ends with two empty blocks; some writers leave them out.
            if block.isEmpty || block.allSatisfy({ $0 == 0 }) {
                state.isAtEnd = true
                return nil
            }
            guard let header = TarHeader(block: block[...]) else {
                throw EvaluationError.notATar(path: path, offset: start)
            }
            switch header.kind {
            case .file:
                let name = longName ?? header.name
                return Entry(name: name, bytes: try content(of: header, name: name, &state))
            case .longName:
                longName = TarHeader.text(try nameContent(of: header, &state))
            case .extendedHeader:
                longName =
                    TarHeader.path(inRecords: try nameContent(of: header, &state)) ?? longName
            case .other:
                try skip(header, &state)
                longName = nil
            }
        }
        return nil
    }

    private func nameContent(of header: TarHeader, _ state: inout State) throws -> [UInt8] {
        try content(of: header, name: header.name, limit: Self.nameBytesMax, &state)
    }

    private func content(
        of header: TarHeader,
        name: String,
        limit: Int = entryBytesMax,
        _ state: inout State
    ) throws -> [UInt8] {
        guard header.size <= limit else {
            throw EvaluationError.entryTooLarge(
                path: path,
                entry: name,
                bytes: header.size,
                limit: limit
            )
        }
        let bytes = try read(header.paddedSize, &state)
        guard bytes.count >= header.size else {
            throw EvaluationError.truncatedTar(
                path: path,
                entry: name,
                expected: header.size,
                found: bytes.count
            )
        }
        return Array(bytes.prefix(header.size))
    }

    private func skip(_ header: TarHeader, _ state: inout State) throws {
        state.offset += header.paddedSize
        do {
            try file.seek(toOffset: UInt64(state.offset))
        } catch {
            throw EvaluationError.unreadable(path: path, detail: error.localizedDescription)
        }
    }

    /// Reads so many bytes, fewer only at the end of the file.
    private func read(_ count: Int, _ state: inout State) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        do {
            while bytes.count < count,
                let part = try file.read(upToCount: count - bytes.count), !part.isEmpty
            {
                bytes.append(contentsOf: part)
            }
        } catch {
            throw EvaluationError.unreadable(path: path, detail: error.localizedDescription)
        }
        state.offset += bytes.count
        return bytes
    }
}
