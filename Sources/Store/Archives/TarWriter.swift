import Foundation

/// Writes a tar archive (POSIX.1-1988 "ustar") entry by entry; it gets its name when it is whole.
///
/// One task at a time.
public final class TarWriter {
    private let path: String
    private let temporary: String
    private let file: FileHandle
    private var isFinished = false

    /// Longest name of an entry, in bytes.
    public static let nameBytesMax = 100

    /// Begins an archive; nothing lies at `path` before `finish`.
    ///
    /// - Throws: `ArchiveError.unreadable`.
    public init(path: String) throws(ArchiveError) {
        self.path = path
        temporary = path + ".part-\(UUID().uuidString.prefix(8))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        if !isFinished { unlink(temporary) }
    }

    /// Adds a file.
    ///
    /// - Precondition: `name` is at most `nameBytesMax` bytes of UTF-8.
    public func add(_ name: String, _ content: [UInt8]) throws(ArchiveError) {
        try write(Self.header(name: name, size: content.count))
        try write(content)
        let block = TarHeader.blockSize
        let padding = (block - content.count % block) % block
        if padding > 0 { try write([UInt8](repeating: 0, count: padding)) }
    }

    /// Ends the archive, waits for the disk, and gives it its name.
    public func finish() throws(ArchiveError) {
        try write([UInt8](repeating: 0, count: 2 * TarHeader.blockSize))
        guard fsync(file.fileDescriptor) == 0, rename(temporary, path) == 0 else {
            throw Self.failure(path)
        }
        isFinished = true
    }

    private func write(_ bytes: [UInt8]) throws(ArchiveError) {
        do {
            try file.write(contentsOf: bytes)
        } catch {
            throw .unreadable(path: path, detail: error.localizedDescription)
        }
    }

    private static func failure(_ path: String) -> ArchiveError {
        .unreadable(path: path, detail: String(cString: strerror(errno)))
    }

    /// A header without time and owner: the same content gives the same bytes.
    static func header(name: String, size: Int) -> [UInt8] {
        precondition(name.utf8.count <= nameBytesMax)
        var block = [UInt8](repeating: 0, count: TarHeader.blockSize)
        func put(_ text: String, at place: Int) {
            for (index, byte) in text.utf8.enumerated() { block[place + index] = byte }
        }
        put(name, at: 0)
        put("0000600", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(0, digits: 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6), at: 148)
        block[154] = 0
        return block
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
