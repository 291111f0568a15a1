public import Fetching

/// Where the services are; settings, so that a test can put its own server there.
public struct WikimediaEndpoints: Sendable, Hashable {
    /// The query service's SPARQL endpoint.
    public var query: WebAddress
    /// Wikidata's action API.
    public var wikidata: WebAddress
    /// Commons' action API.
    public var commons: WebAddress
    /// The Wikipedia whose lead images are a fallback.
    public var wikipedia: WebAddress

    /// Names the services.
    ///
    /// - Parameters:
    ///   - query: such as `https://query.wikidata.org/sparql`.
    ///   - wikidata: such as `https://www.wikidata.org/w/api.php`.
    ///   - commons: such as `https://commons.wikimedia.org/w/api.php`.
    ///   - wikipedia: such as `https://en.wikipedia.org`.
    public init(
        query: String,
        wikidata: String,
        commons: String,
        wikipedia: String
    ) throws(FetchError) {
        self.query = try WebAddress(query)
        self.wikidata = try WebAddress(wikidata)
        self.commons = try WebAddress(commons)
        self.wikipedia = try WebAddress(wikipedia)
    }

    /// Limits for the hosts these services are on: one request at a time to the APIs, as their
    /// etiquette asks.
    public var hostLimits: [String: HostLimits] {
        var limits: [String: HostLimits] = [:]
        for host in [query.host, wikidata.host, commons.host, wikipedia.host] {
            limits[host] = HostLimits(concurrent: 1, spacing: .milliseconds(200))
        }
        limits["upload.wikimedia.org"] = HostLimits(concurrent: 2, spacing: .milliseconds(100))
        return limits
    }
}

/// Requests to the services, built and nothing more.
public struct WikimediaRequests: Sendable {
    /// Where the services are.
    public let endpoints: WikimediaEndpoints

    /// Most bytes of an API's answer, unpacked.
    static let answerBytesMax = 64 << 20

    /// Builds requests for some endpoints.
    public init(endpoints: WikimediaEndpoints) { self.endpoints = endpoints }

    /// A SPARQL query, posted: it may be longer than an address.
    public func query(_ sparql: String) -> FetchRequest {
        FetchRequest(
            endpoints.query,
            form: FetchRequest.Form([FetchRequest.Form.Field("query", sparql)]),
            accept: "application/sparql-results+json",
            content: .json,
            byteLimit: Self.answerBytesMax,
            timeLimit: .seconds(90),
            robots: .notACrawl,
            // The same query would run out of time again.
            finalWords: ["TimeoutException"]
        )
    }

    /// Items with labels, statements and articles.
    ///
    /// - Precondition: at most `EntityAnswer.batchMax` ids.
    public func entities(
        _ ids: [ItemID],
        properties: String = EntityAnswer.properties
    ) throws(FetchError) -> FetchRequest {
        precondition(ids.count <= EntityAnswer.batchMax)
        return try action(
            endpoints.wikidata,
            [
                ("action", "wbgetentities"),
                ("ids", ids.map(\.description).joined(separator: "|")),
                ("props", properties), ("languages", "en|mul"),
            ]
        )
    }

    /// Files with addresses and credits.
    ///
    /// - Precondition: at most `ImageInfoAnswer.batchMax` names.
    public func imageInfo(_ names: [String], width: Int) throws(FetchError) -> FetchRequest {
        precondition(names.count <= ImageInfoAnswer.batchMax)
        return try action(
            endpoints.commons,
            [
                ("action", "query"), ("redirects", "1"), ("prop", "imageinfo"),
                ("titles", names.map(FileName.title).joined(separator: "|")),
                ("iiprop", "url|size|mime|sha1|timestamp|user|canonicaltitle|extmetadata"),
                ("iiurlwidth", "\(ThumbnailStep.atLeast(width))"),
                ("iiextmetadatalanguage", "en"),
                (
                    "iiextmetadatafilter",
                    "LicenseShortName|License|LicenseUrl|UsageTerms|Artist|Credit|Attribution|"
                        + "AttributionRequired|Copyrighted|Restrictions|NonFree|DateTimeOriginal|"
                        + "ObjectName|ImageDescription"
                ),
            ]
        )
    }

    /// Files in a category, not those of categories below it.
    ///
    /// - Parameters:
    ///   - name: without `Category:`.
    ///   - start: where an earlier answer said the next page begins.
    public func filesOfCategory(_ name: String, from start: String?) throws(FetchError)
        -> FetchRequest
    {
        try action(
            endpoints.commons,
            [
                ("action", "query"), ("list", "categorymembers"), ("cmtitle", "Category:" + name),
                ("cmtype", "file"), ("cmprop", "title"), ("cmlimit", "\(CategoryAnswer.pageMax)"),
            ] + (start.map { [("cmcontinue", $0)] } ?? [])
        )
    }

    /// The summary of an article.
    public func summary(_ title: String) throws(FetchError) -> FetchRequest {
        let name = PercentCoding.encode(title.replacing(" ", with: "_"))
        return FetchRequest(
            try endpoints.wikipedia.resolving("/api/rest_v1/page/summary/\(name)"),
            accept: "application/json",
            content: .json,
            byteLimit: 4 << 20,
            robots: .notACrawl
        )
    }

    /// A picture; part of a crawl, so the host's wishes for robots count.
    public func picture(_ address: String, byteLimit: Int) throws(FetchError) -> FetchRequest {
        FetchRequest(
            try WebAddress(address),
            accept: "image/*",
            content: .picture,
            byteLimit: byteLimit,
            robots: .obey,
            finalWords: Self.pictureFinalWords
        )
    }

    /// What Commons says when the same request for a picture would fail again, whatever the status.
    public static let pictureFinalWords = ["thumbnail steps", "robot policy", "set a user-agent"]

    private func action(
        _ base: WebAddress,
        _ fields: [(String, String)]
    ) throws(FetchError) -> FetchRequest {
        let all = fields + [("format", "json"), ("formatversion", "2"), ("maxlag", "5")]
        let query = all.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&")
        return FetchRequest(
            try WebAddress("\(base.origin)\(base.path)?\(query)"),
            accept: "application/json",
            content: .json,
            byteLimit: Self.answerBytesMax,
            robots: .notACrawl,
            finalWords: ["robot policy", "set a user-agent"]
        )
    }
}
