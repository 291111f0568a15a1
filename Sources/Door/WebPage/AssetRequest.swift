/// What of a request decides how a file is sent.
public struct AssetRequest: Sendable, Hashable {
    /// The method, such as `GET`.
    public var method: String

    /// The path without the query.
    public var path: String

    /// The value of the query's `v`.
    public var version: String?

    /// `If-None-Match`, with all its lines joined by commas.
    public var ifNoneMatch: String?

    /// `Accept-Encoding`, likewise.
    public var acceptEncoding: String?

    /// `Range`.
    public var range: String?

    /// `If-Range`.
    public var ifRange: String?

    /// Takes a request apart.
    ///
    /// - Parameters:
    ///   - target: Path and query as in the request line.
    ///   - header: Gives the value of a header by its lower-case name.
    public init(method: String, target: String, header: (String) -> String?) {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = String(halves.first ?? "")
        let fields = halves.dropFirst().first?.split(separator: "&") ?? []
        version = fields.first { $0.hasPrefix("v=") }.map { String($0.dropFirst(2)) }
        ifNoneMatch = header("if-none-match")
        acceptEncoding = header("accept-encoding")
        range = header("range")
        ifRange = header("if-range")
    }
}
