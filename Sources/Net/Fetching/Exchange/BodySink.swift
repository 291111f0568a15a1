/// Takes an answer's bytes as they come, decompressed, and stops at the limits.
struct BodySink: ~Copyable {
    private let address: String
    private let content: FetchRequest.Content
    private let limit: Int
    /// Whether bytes beyond the limit are dropped instead of refused, as for robots.txt.
    private let keepsPrefix: Bool
    private let gzip: GzipReader?
    private var write: (ArraySlice<UInt8>) throws -> Void
    private var head: [UInt8] = []
    private var isJudged = false

    /// Decompressed bytes so far.
    private(set) var count = 0
    /// Whether the limit was reached and the rest is not wanted.
    private(set) var isFull = false

    init(
        _ request: FetchRequest,
        encoding: String?,
        keepsPrefix: Bool = false,
        write: @escaping (ArraySlice<UInt8>) throws -> Void
    ) throws(FetchError) {
        address = "\(request.address)"
        content = request.content
        limit = request.byteLimit
        self.keepsPrefix = keepsPrefix
        self.write = write
        switch encoding?.lowercased() {
        case nil, "", "identity": gzip = nil
        case "gzip", "x-gzip", "deflate": gzip = try GzipReader()
        case .some(let other):
            throw .undecodable(address: address, reason: "it is packed with \(other)")
        }
    }

    mutating func take(_ bytes: [UInt8]) throws {
        guard let gzip else { return try add(bytes[...]) }
        do {
            var pieces: [ArraySlice<UInt8>] = []
            var made = 0
            let room = limit - count
            try gzip.read(bytes) { piece in
                made += piece.count
                // One piece beyond the limit is enough to know.
                guard made <= room + GzipReader.blockBytes else { throw Overflow() }
                pieces.append(piece)
            }
            for piece in pieces { try add(piece) }
        } catch is Overflow {
            guard keepsPrefix else { throw FetchError.tooLarge(address: address, limit: limit) }
            isFull = true
        } catch let damage as GzipReader.Damage {
            throw FetchError.undecodable(address: address, reason: damage.rawValue)
        }
    }

    mutating func finish() throws {
        do {
            try gzip?.finish()
        } catch is GzipReader.Damage {
            throw FetchError.truncated(address: address, expected: nil, found: count)
        }
        try judge(isWhole: true)
    }

    private struct Overflow: Error {}

    private mutating func add(_ piece: ArraySlice<UInt8>) throws {
        guard !isFull else { return }
        var piece = piece
        if count + piece.count > limit {
            guard keepsPrefix else { throw FetchError.tooLarge(address: address, limit: limit) }
            piece = piece.prefix(limit - count)
            isFull = true
        }
        count += piece.count
        if !isJudged {
            head += piece.prefix(ContentKind.prefixNeeded - head.count)
            try judge(isWhole: false)
        }
        try write(piece)
    }

    private mutating func judge(isWhole: Bool) throws {
        guard !isJudged, isWhole || head.count >= ContentKind.prefixNeeded else { return }
        isJudged = true
        let kind = ContentKind(sniffing: head)
        let isRight =
            switch content {
            case .json: kind == .json
            case .picture: kind.isPicture
            case .file: kind != .html && kind != .empty
            case .anything: true
            }
        guard isRight else {
            throw FetchError.wrongContent(
                address: address,
                expected: content.rawValue,
                found: kind
            )
        }
    }
}
