/// Why a Parquet file can't be read.
public enum ParquetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case unreadable(path: String, detail: String)
    /// It does not begin and end as Parquet files do.
    case notParquet(path: String)
    /// Its bytes contradict themselves or the format.
    case damaged(path: String, detail: String)
    /// It uses a part of the format that is not read here.
    case unsupported(path: String, feature: String)
    /// Something in it is larger than a limit.
    case tooLarge(path: String, what: String, found: Int, limit: Int)
    /// A library that unpacks its pages is missing; in the library's own words.
    case libraryMissing(words: String)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let detail):
            "\(path) cannot be used (\(detail)): check the path and its permissions"
        case .notParquet(let path):
            "\(path) is not a Parquet file, or not whole: fetch it again"
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)): fetch it again"
        case .unsupported(let path, let feature):
            "\(path) uses \(feature), which is not read: write it anew with plain or dictionary "
                + "encoding and snappy, zstd or gzip, as pyarrow does by default"
        case .tooLarge(let path, let what, let found, let limit):
            "\(path): \(what) is \(found), at most \(limit) is read: write it anew in smaller parts"
        case .libraryMissing(let words): words
        }
    }
}

/// What is wrong with some bytes, before it is known where they lie.
enum Damage: Error {
    /// They end before what they hold does.
    case endsEarly
    /// They contradict themselves.
    case wrong(String)
    /// They are fine, but of a kind that is not read.
    case unsupported(String)
    /// They ask for more than a limit.
    case tooLarge(what: String, found: Int, limit: Int)
    /// A library is missing.
    case libraryMissing(String)

    /// The error with the file's name.
    func error(in path: String) -> ParquetError {
        switch self {
        case .endsEarly: .damaged(path: path, detail: "something breaks off")
        case .wrong(let detail): .damaged(path: path, detail: detail)
        case .unsupported(let feature): .unsupported(path: path, feature: feature)
        case .tooLarge(let what, let found, let limit):
            .tooLarge(path: path, what: what, found: found, limit: limit)
        case .libraryMissing(let words): .libraryMissing(words: words)
        }
    }
}

/// Runs a reading of bytes, and names the file in its error.
func naming<Result>(
    _ path: String,
    _ body: () throws(Damage) -> Result
) throws(ParquetError) -> Result {
    do { return try body() } catch { throw error.error(in: path) }
}
