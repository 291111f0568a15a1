import Foundation

/// A Parquet file: its columns, and what is needed to read them.
///
/// Source: the Apache Parquet format, version 2. Read are columns of text and numbers that hold no
/// lists, plain or with a dictionary, not packed or packed with snappy, gzip or zstd. Every size in the
/// file is checked against the file and against a named limit before anything is done with it.
///
/// Any thread may use it.
public final class ParquetFile: Sendable {
    /// Its path.
    public let path: String

    /// Longest footer, in bytes.
    public static let footerBytesMax = 32 << 20

    let footer: Footer
    private let descriptor: Int32

    /// Opens a file and reads its footer.
    ///
    /// - Throws: `ParquetError`.
    public init(path: String) throws(ParquetError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        do throws(ParquetError) {
            footer = try Self.footer(of: descriptor, path: path)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Its columns, lists included, in the order of the schema.
    public var columns: [ParquetColumn] { footer.columns }

    /// What its writer added, such as `huggingface`.
    public var words: [String: String] { footer.words }

    /// Rows of each row group.
    public var groupRows: [Int] { footer.groups.map(\.rowCount) }

    private static let magic = Array("PAR1".utf8)
    private static let encryptedMagic = Array("PARE".utf8)

    private static func footer(of descriptor: Int32, path: String) throws(ParquetError) -> Footer {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, detail: "not a regular file")
        }
        let size = Int(status.st_size)
        guard size >= 12 else { throw .notParquet(path: path) }
        let tail = try read(descriptor, at: size - 8, count: 8, path: path)
        if Array(tail[4...]) == encryptedMagic {
            throw .unsupported(path: path, feature: "encryption")
        }
        guard Array(tail[4...]) == magic,
            try read(descriptor, at: 0, count: 4, path: path) == magic
        else { throw .notParquet(path: path) }
        let length = tail[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= size - 12 else { throw .notParquet(path: path) }
        guard length <= footerBytesMax else {
            throw .tooLarge(path: path, what: "its footer", found: length, limit: footerBytesMax)
        }
        let start = size - 8 - length
        let bytes = try read(descriptor, at: start, count: length, path: path)
        return try naming(path) { () throws(Damage) in try Footer(bytes, dataEnd: start) }
    }

    /// Reads exactly so many bytes.
    func read(at offset: Int, count: Int) throws(ParquetError) -> [UInt8] {
        try Self.read(descriptor, at: offset, count: count, path: path)
    }

    private static func read(
        _ descriptor: Int32,
        at offset: Int,
        count: Int,
        path: String
    ) throws(ParquetError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor,
                    buffer.baseAddress.map { $0 + done },
                    count - done,
                    off_t(offset + done)
                )
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw failure(path) }
            // It was whole when it was opened.
            guard got > 0 else { throw .notParquet(path: path) }
            done += got
        }
        return bytes
    }

    private static func failure(_ path: String) -> ParquetError {
        .unreadable(path: path, detail: String(cString: strerror(errno)))
    }
}
