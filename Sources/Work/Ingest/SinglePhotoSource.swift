import Foundation
import Gallery

/// One photo in a file, of somebody whose name does not matter.
public struct SinglePhotoSource: PhotoSource {
    private let url: URL
    private let labelled: Bool

    /// Names a file.
    ///
    /// - Throws: `SourceError.missing`.
    public init(path: String, labelled: Bool) throws(SourceError) {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        url = URL(filePath: path)
        self.labelled = labelled
    }

    /// One.
    public var expectedCount: Int? { 1 }

    /// Starts with it.
    public func makeCursor() -> any PhotoCursor { Cursor(source: self) }

    private struct Cursor: PhotoCursor {
        let source: SinglePhotoSource
        var isAtEnd = false

        mutating func next() async throws -> PhotoOffer? {
            if isAtEnd { return nil }
            isAtEnd = true
            let url = source.url
            let path = url.path(percentEncoded: false)
            return .photo(
                PhotoCandidate(
                    origin: path,
                    claim: source.labelled ? PersonClaim(key: path, name: path) : nil,
                    credit: PhotoCredit(),
                    load: { try BoundedFile.read(url) }
                )
            )
        }
    }
}
