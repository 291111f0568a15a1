/// Why an archive can't be read or written.
public enum ArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file cannot be read or written.
    case unreadable(path: String, detail: String)
    /// The bytes at this offset are not a tar header.
    case notATar(path: String, offset: Int)
    /// The archive ends within an entry.
    case truncatedTar(path: String, entry: String, expected: Int, found: Int)
    /// An entry is larger than allowed.
    case entryTooLarge(path: String, entry: String, bytes: Int, limit: Int)
    /// More entries than are listed.
    case tooManyEntries(path: String, limit: Int)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let detail):
            "\(path) cannot be used (\(detail)): check the path and its permissions"
        case .notATar(let path, let offset):
            "\(path) is not an uncompressed tar archive (at byte \(offset)): unpack it with gunzip "
                + "if it is compressed"
        case .truncatedTar(let path, let entry, let expected, let found):
            "\(path) ends within \(entry), \(found) of \(expected) bytes in: fetch it again"
        case .entryTooLarge(let path, let entry, let bytes, let limit):
            "\(entry) in \(path) has \(bytes) bytes, at most \(limit) are read: leave it out"
        case .tooManyEntries(let path, let limit):
            "\(path) holds more than \(limit) files: split it"
        }
    }
}
