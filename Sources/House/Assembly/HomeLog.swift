import Foundation

/// The home's log of ingest and work: JSON lines that only the home's owner reads.
///
/// It is an operator's report: refusals name photos and people. Searches, compares and their photos
/// never come into it; nothing on the way of a probe knows it. Any number of processes append: each
/// line is one write, under a lock that the system drops when a process dies.
public struct HomeLog: Sendable {
    /// Bytes of the file from which it is put aside and a new one begun.
    public static let bytesMax = 8 << 20

    /// Files put aside that are kept; the oldest goes when one more comes.
    public static let keptMax = 4

    /// Seconds a line waits for other processes' lines before it is given up.
    public static let lockSecondsMax = 10.0

    private static let pollIntervalMicroseconds: UInt32 = 2_000

    /// The file that is written to.
    public let path: String

    private let bytesMax: Int
    private let lockSecondsMax: Double

    /// Uses a file; it and its folder are made at the first line.
    ///
    /// - Parameters:
    ///   - bytesMax: for tests, another size to put the file aside at.
    ///   - lockSecondsMax: for tests, another wait.
    public init(
        path: String,
        bytesMax: Int = HomeLog.bytesMax,
        lockSecondsMax: Double = HomeLog.lockSecondsMax
    ) {
        self.path = path
        self.bytesMax = bytesMax
        self.lockSecondsMax = lockSecondsMax
    }

    /// The files there are, the newest first.
    public var files: [String] {
        let all = [path] + (1...Self.keptMax).map(aside)
        return all.filter(FileManager.default.fileExists)
    }

    /// Writes a line.
    ///
    /// - Throws: `PrivateFileError`; then none or a part of it was written.
    public func append(_ line: some Encodable) throws(PrivateFileError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(line) else {
            throw PrivateFileError(path: path, reason: "the line can't be written as JSON")
        }
        try makeFolder()
        let lock = try open(path + ".lock")
        defer { close(lock) }
        try take(lock)
        try putAsideWhenFull(adding: bytes.count + 1)
        let file = try open(path)
        defer { close(file) }
        try write([UInt8](bytes) + [UInt8(ascii: "\n")], to: file)
    }

    private func aside(_ number: Int) -> String {
        let stem = path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path
        return "\(stem).\(number).jsonl"
    }

    private func makeFolder() throws(PrivateFileError) {
        do {
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw PrivateFileError(path: path, reason: error.localizedDescription)
        }
    }

    private func open(_ path: String) throws(PrivateFileError) -> Int32 {
        let descriptor = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        return descriptor
    }

    private func take(_ lock: Int32) throws(PrivateFileError) {
        let deadline = ContinuousClock.now + .seconds(lockSecondsMax)
        while flock(lock, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw failure() }
            guard ContinuousClock.now < deadline else {
                throw PrivateFileError(
                    path: path,
                    reason: "another process held its lock for \(lockSecondsMax) seconds"
                )
            }
            usleep(Self.pollIntervalMicroseconds)
        }
    }

    private func putAsideWhenFull(adding bytes: Int) throws(PrivateFileError) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes?[.size] as? Int, size + bytes > bytesMax else { return }
        for number in (1..<Self.keptMax).reversed() {
            rename(aside(number), aside(number + 1))
        }
        guard rename(path, aside(1)) == 0 else { throw failure() }
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(PrivateFileError) {
        let written = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw failure() }
    }

    private func failure() -> PrivateFileError {
        PrivateFileError(path: path, reason: String(cString: strerror(errno)))
    }
}
