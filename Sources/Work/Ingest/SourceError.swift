public import FaceTypes

/// Why a source can't be used, or a file of it not be read.
public enum SourceError: RetryAdvising, Sendable, Hashable, CustomStringConvertible {
    /// There is nothing at the path.
    case missing(path: String)
    /// The path is a file.
    case notAFolder(path: String)
    /// The path is a folder.
    case notAFile(path: String)
    /// The folder holds no picture.
    case noPhotos(path: String)
    /// It exists but can't be read.
    case unreadable(path: String, detail: String)
    /// It is larger than the limit.
    case tooLarge(path: String, bytes: Int, limit: Int)
    /// A manifest whose head makes no sense.
    case badManifest(path: String, detail: String)
    /// A data set that lacks what makes it one.
    case badSet(path: String, detail: String)

    /// A file that is being replaced may be readable in a moment; the rest is as it was named.
    public var retryAdvice: RetryAdvice {
        switch self {
        case .unreadable: .later(seconds: 10)
        case .missing, .notAFolder, .notAFile, .noPhotos, .tooLarge, .badManifest, .badSet:
            .afterAChange
        }
    }

    /// What was expected and what to do.
    public var description: String {
        switch self {
        case .missing(let path): "There is nothing at \(path): check the path."
        case .notAFolder(let path): "\(path) is a file: name the folder that holds the photos."
        case .notAFile(let path): "\(path) is a folder: name a file."
        case .noPhotos(let path):
            "\(path) holds no picture (looked for .jpg, .png, .webp, .heic and others below it)."
        case .unreadable(let path, let detail): "\(path) can't be read: \(detail.asSentence)"
        case .tooLarge(let path, let bytes, let limit):
            "\(path) has \(bytes) bytes; the limit is \(limit)."
        case .badManifest(let path, let detail):
            "\(path) is not a usable manifest: \(detail.asSentence)"
        case .badSet(let path, let detail):
            "\(path) is not a usable image set: \(detail.asSentence)"
        }
    }
}
