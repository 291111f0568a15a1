/// One file of the page, ready to be sent.
public struct WebAsset: Sendable {
    /// Where it is asked for: `/assets/app.js`, and `/` or `/admin` for documents.
    public let path: String

    /// Its content type, with the character set where there is one.
    public let contentType: String

    /// Its bytes, addresses of other files already with their version.
    public let bytes: [UInt8]

    /// The same bytes compressed; `nil` where that gains little, or zlib is not installed.
    public let gzipped: [UInt8]?

    /// A strong entity tag of the plain bytes, with its quotes.
    public let etag: String

    /// Whether it is a document, whose address has no version.
    public let isDocument: Bool

    /// The entity tag of the compressed bytes, which as other bytes need another.
    public var gzippedETag: String { etag.dropLast() + "-gz\"" }
}
