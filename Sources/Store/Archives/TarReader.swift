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
    /// - Throws: `ArchiveError.unreadable`.
    public init(path: String) throws(ArchiveError) {
        self.path = path
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path: path, detail: error.localizedDescription)
        }
    }

    /// The next regular file, or `nil` at the end.
    ///
    /// - Throws: `ArchiveError.unreadable`, `notATar`, `truncatedTar`, `entryTooLarge`.
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
        guard let (header, name) = try nextFile(&state) else { return nil }
        return Entry(name: name, bytes: try content(of: header, name: name, &state))
    }

    /// The header of the next regular file; its content comes next.
    private func nextFile(_ state: inout State) throws -> (header: TarHeader, name: String)? {
        var longName: String?
        while !state.isAtEnd {
            let start = state.offset
            let block = try read(TarHeader.blockSize, &state)
            // An archive ends with two empty blocks; some writers leave them out.
            if block.isEmpty || block.allSatisfy({ $0 == 0 }) {
                state.isAtEnd = true
                return nil
            }
            // A file cut where a header should be is still an archive, but not a whole one.
            if start > 0, block.count < TarHeader.blockSize {
                throw truncated(
                    "the head of a file at byte \(start)",
                    expected: TarHeader.blockSize,
                    found: block.count
                )
            }
            guard let header = TarHeader(block: block[...]) else {
                throw ArchiveError.notATar(path: path, offset: start)
            }
            switch header.kind {
            case .file: return (header, longName ?? header.name)
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

    /// Where a file of the archive lies, so that it can be read later and out of order.
    public struct Place: Sendable, Hashable {
        /// Its path within the archive.
        public let name: String
        /// First byte of its content, counted from the archive's beginning.
        public let offset: Int
        /// Bytes of content.
        public let size: Int
        /// When the file was written last, in seconds since 1970; `nil` when the archive does not say.
        public let modifiedSeconds: Int?
    }

    /// Most files that are listed.
    public static let placesMax = 5_000_000

    /// Lists the regular files that follow, passing over their content.
    ///
    /// - Throws: `ArchiveError.notATar`, `truncatedTar` when the last file is not whole,
    ///   `tooManyEntries`, `unreadable`.
    public func places() throws -> [Place] {
        try state.withLock { state in
            var places: [Place] = []
            while let (header, name) = try nextFile(&state) {
                places.append(
                    Place(
                        name: name,
                        offset: state.offset,
                        size: header.size,
                        modifiedSeconds: header.modifiedSeconds
                    )
                )
                guard places.count <= Self.placesMax else {
                    throw ArchiveError.tooManyEntries(path: path, limit: Self.placesMax)
                }
                try skip(header, &state)
            }
            if let last = places.last { try requireWhole(last) }
            return places
        }
    }

    /// The content of a listed file; the walk through the archive is not moved.
    public func content(of place: Place) throws -> [UInt8] {
        guard place.size <= Self.entryBytesMax else {
            throw tooLarge(place.name, place.size, limit: Self.entryBytesMax)
        }
        return try state.withLock { state in
            let back = state.offset
            try seek(to: place.offset, &state)
            let bytes = try read(place.size, &state)
            try seek(to: back, &state)
            guard bytes.count == place.size else {
                throw truncated(place.name, expected: place.size, found: bytes.count)
            }
            return bytes
        }
    }

    private func requireWhole(_ place: Place) throws {
        let length: UInt64
        do {
            length = try file.seekToEnd()
        } catch {
            throw ArchiveError.unreadable(path: path, detail: error.localizedDescription)
        }
        let found = Int(length) - place.offset
        if found < place.size {
            throw truncated(place.name, expected: place.size, found: max(0, found))
        }
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
        guard header.size <= limit else { throw tooLarge(name, header.size, limit: limit) }
        let bytes = try read(header.paddedSize, &state)
        guard bytes.count >= header.size else {
            throw truncated(name, expected: header.size, found: bytes.count)
        }
        return Array(bytes.prefix(header.size))
    }

    private func tooLarge(_ name: String, _ bytes: Int, limit: Int) -> ArchiveError {
        .entryTooLarge(path: path, entry: name, bytes: bytes, limit: limit)
    }

    private func truncated(_ name: String, expected: Int, found: Int) -> ArchiveError {
        .truncatedTar(path: path, entry: name, expected: expected, found: found)
    }

    private func skip(_ header: TarHeader, _ state: inout State) throws {
        try seek(to: state.offset + header.paddedSize, &state)
    }

    private func seek(to offset: Int, _ state: inout State) throws {
        do {
            try file.seek(toOffset: UInt64(offset))
        } catch {
            throw ArchiveError.unreadable(path: path, detail: error.localizedDescription)
        }
        state.offset = offset
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
            throw ArchiveError.unreadable(path: path, detail: error.localizedDescription)
        }
        state.offset += bytes.count
        return bytes
    }
}
