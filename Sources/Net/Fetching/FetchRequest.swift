/// Something to fetch.
public struct FetchRequest: Sendable, Hashable {
    /// What the bytes must be; anything else is refused, whatever the server calls it.
    public enum Content: String, Sendable, Hashable {
        /// JSON.
        case json = "JSON"
        /// A picture made of pixels.
        case picture = "a picture"
        /// Anything but an HTML page: a model file, an archive.
        case file = "a file"
        /// Anything.
        case anything = "anything"
    }

    /// Whether the host's wishes for robots apply.
    public enum Robots: Sendable, Hashable {
        /// A crawl: robots.txt and `X-Robots-Tag` are obeyed.
        case obey
        /// A single file its user asked for, or an API with a policy of its own for clients.
        case notACrawl
    }

    /// What a form is sent as; `nil` asks with GET.
    public struct Form: Sendable, Hashable {
        /// Names and values, in order, not yet encoded.
        public var fields: [Field]

        /// One field.
        public struct Field: Sendable, Hashable {
            /// Its name.
            public var name: String
            /// Its value.
            public var value: String

            /// Names a value.
            public init(_ name: String, _ value: String) {
                self.name = name
                self.value = value
            }
        }

        /// Makes a form.
        public init(_ fields: [Field]) { self.fields = fields }
    }

    /// Where.
    public var address: WebAddress
    /// What is posted, if anything.
    public var form: Form?
    /// The `Accept` header.
    public var accept: String
    /// What the bytes must be.
    public var content: Content
    /// Most bytes, after decompression.
    public var byteLimit: Int
    /// Most time for the whole exchange, redirects not counted.
    public var timeLimit: Duration
    /// Whether it is part of a crawl.
    public var robots: Robots
    /// What is known already; the host may answer that it has not changed.
    public var known: Validators?
    /// Words in an error's text that make another try useless, whatever the status.
    public var finalWords: [String]

    /// Describes something to fetch.
    public init(
        _ address: WebAddress,
        form: Form? = nil,
        accept: String = "*/*",
        content: Content,
        byteLimit: Int,
        timeLimit: Duration = .seconds(120),
        robots: Robots = .obey,
        known: Validators? = nil,
        finalWords: [String] = []
    ) {
        self.address = address
        self.form = form
        self.accept = accept
        self.content = content
        self.byteLimit = byteLimit
        self.timeLimit = timeLimit
        self.robots = robots
        self.known = known
        self.finalWords = finalWords
    }
}

/// What tells one version of a file from another.
public struct Validators: Sendable, Hashable, Codable {
    /// The `ETag` header, quotes included.
    public var etag: String?
    /// The `Last-Modified` header.
    public var lastModified: String?

    /// Makes validators.
    public init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
    }

    /// What `If-Range` may be sent: a strong ETag, else a date; a weak ETag is not enough.
    public var forRange: String? {
        if let etag, !etag.hasPrefix("W/") { return etag }
        return etag == nil ? lastModified : nil
    }
}

/// An answer, whole and checked.
public struct FetchAnswer: Sendable {
    /// The status: 200, 203 or 206, or 304 where `known` was given.
    public var status: Int
    /// The address the bytes came from, after redirects.
    public var address: WebAddress
    /// The bytes, decompressed; empty with 304.
    public var bytes: [UInt8]
    /// What to remember for asking again.
    public var validators: Validators
    /// Seconds the answer asks to wait (`Retry-After`), which some APIs send with 200.
    public var retryAfter: Double?

    /// Whether what is known has not changed.
    public var isUnchanged: Bool { status == 304 }
}
