/// How a request for a file is answered; the door adds its own headers.
public struct AssetAnswer: Sendable, Hashable {
    /// One header; names are in lower case.
    public struct Header: Sendable, Hashable {
        /// Its name.
        public let name: String

        /// Its value.
        public let value: String
    }

    /// The status code.
    public let status: Int

    /// The headers, without `content-length`.
    public let headers: [Header]

    /// The body; empty for `HEAD`.
    public let body: [UInt8]

    /// What `content-length` is to say, which for `HEAD` is not the body's; `nil` for 304.
    public let contentLength: Int?

    /// The value of a header by its lower-case name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

extension AssetCatalogue {
    /// Answers a request for a file (RFC 9110, sections 12.5.3, 13 and 14).
    ///
    /// - Returns: 200, 206, 304, 405 or 416; `nil` when there is no such file.
    public func answer(to request: AssetRequest) -> AssetAnswer? {
        guard let asset = asset(at: request.path) else { return nil }
        let isHead = request.method == "HEAD"
        guard isHead || request.method == "GET" else {
            let allow = AssetAnswer.Header(name: "allow", value: "GET, HEAD")
            return AssetAnswer(status: 405, headers: [allow], body: [], contentLength: 0)
        }
        // Parts are parts of the plain bytes, so whoever asks for one gets those.
        let gzipped =
            request.range == nil && acceptsGzip(request.acceptEncoding) ? asset.gzipped : nil
        let etag = gzipped == nil ? asset.etag : asset.gzippedETag
        var headers = [
            AssetAnswer.Header(name: "etag", value: etag),
            AssetAnswer.Header(name: "cache-control", value: caching(of: asset, request)),
        ]
        if asset.gzipped != nil { headers.append(.init(name: "vary", value: "accept-encoding")) }
        if let tags = request.ifNoneMatch, matches(tags, asset) {
            return AssetAnswer(status: 304, headers: headers, body: [], contentLength: nil)
        }
        headers.append(.init(name: "content-type", value: asset.contentType))
        headers.append(.init(name: "accept-ranges", value: "bytes"))
        if gzipped != nil { headers.append(.init(name: "content-encoding", value: "gzip")) }
        if !isHead, let part = requestedPart(of: asset, request) {
            return answer(with: part, of: asset, headers: headers)
        }
        let body = gzipped ?? asset.bytes
        return AssetAnswer(
            status: 200,
            headers: headers,
            body: isHead ? [] : body,
            contentLength: body.count
        )
    }

    /// Only an address with this very version never changes what it gives.
    private func caching(of asset: WebAsset, _ request: AssetRequest) -> String {
        !asset.isDocument && request.version == version
            ? "public, max-age=31536000, immutable" : "no-cache"
    }

    private func requestedPart(of asset: WebAsset, _ request: AssetRequest) -> ByteRange? {
        guard let range = request.range else { return nil }
        guard request.ifRange == nil || request.ifRange == asset.etag else { return nil }
        return ByteRange(range, length: asset.bytes.count)
    }

    private func answer(
        with part: ByteRange,
        of asset: WebAsset,
        headers: [AssetAnswer.Header]
    ) -> AssetAnswer {
        let length = asset.bytes.count
        switch part {
        case .unsatisfiable:
            let range = AssetAnswer.Header(name: "content-range", value: "bytes */\(length)")
            return AssetAnswer(status: 416, headers: [range], body: [], contentLength: 0)
        case .bytes(let range):
            let value = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
            return AssetAnswer(
                status: 206,
                headers: headers + [.init(name: "content-range", value: value)],
                body: Array(asset.bytes[range]),
                contentLength: range.count
            )
        }
    }

    /// Whether one of the tags is this file's, in either encoding; weak ones count (RFC 9110, 13.1.2).
    private func matches(_ tags: String, _ asset: WebAsset) -> Bool {
        listItems(tags).contains { item in
            let tag = item.hasPrefix("W/") ? String(item.dropFirst(2)) : item
            return tag == "*" || tag == asset.etag || tag == asset.gzippedETag
        }
    }

    /// Whether gzip is named, or everything is, and not with weight nought.
    private func acceptsGzip(_ header: String?) -> Bool {
        var weights: [String: Bool] = [:]
        for item in listItems(header ?? "") {
            let fields = item.split(separator: ";").map(trimmed)
            guard let coding = fields.first?.lowercased() else { continue }
            let weight = fields.dropFirst().first { $0.lowercased().hasPrefix("q=") }
            weights[coding] = (weight.flatMap { Double($0.dropFirst(2)) } ?? 1) > 0
        }
        return weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? false
    }
}

private func listItems(_ header: String) -> [String] {
    header.split(separator: ",").map(trimmed)
}

private func trimmed(_ text: Substring) -> String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    let front = text.drop(while: isSpace)
    return String(front.reversed().drop(while: isSpace).reversed())
}
