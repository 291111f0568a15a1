/// What a host's robots.txt says to one crawler (RFC 9309).
public struct RobotsRules: Sendable, Hashable {
    /// Bytes of a robots.txt that count; the RFC asks for at least 500 KiB.
    public static let bytesRead = 512 << 10

    /// One `Allow` or `Disallow` line.
    struct Rule: Sendable, Hashable {
        let allows: Bool
        /// The pattern, percent-encoding normalised.
        let pattern: [UInt8]
    }

    private let rules: [Rule]

    /// Seconds the host asks crawlers to wait between requests; not in the RFC, but meant.
    public let crawlDelay: Double?

    private init(rules: [Rule], crawlDelay: Double?) {
        self.rules = rules
        self.crawlDelay = crawlDelay
    }

    /// Everything may be fetched: there is no robots.txt.
    public static let everything = RobotsRules(rules: [], crawlDelay: nil)

    /// Nothing may be fetched: robots.txt could not be asked for.
    public static let nothing = RobotsRules(
        rules: [Rule(allows: false, pattern: [UInt8(ascii: "/")])],
        crawlDelay: nil
    )

    /// Reads a robots.txt; lines that make no sense are passed over.
    ///
    /// - Parameters:
    ///   - bytes: the file; only the first `bytesRead` count, a line cut there is dropped.
    ///   - agent: the crawler's product token, compared without case.
    public init(_ bytes: [UInt8], for agent: String) {
        var parser = RobotsParser(agent: agent.lowercased())
        var text = bytes.prefix(Self.bytesRead)
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        if bytes.count > Self.bytesRead,
            let end = text.lastIndex(where: { $0 == 0x0A || $0 == 0x0D })
        {
            text = text[..<end]
        }
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) { parser.read(line) }
        self = parser.hasOwnGroup ? Self.made(of: parser.own) : Self.made(of: parser.everybody)
    }

    private static func made(of group: RobotsParser.Group) -> RobotsRules {
        RobotsRules(rules: group.rules, crawlDelay: group.crawlDelay)
    }

    /// Whether a path with its query may be fetched.
    ///
    /// The longest matching rule decides, `Allow` on a tie; no match allows. `/robots.txt` itself is
    /// always allowed.
    public func allows(_ target: String) -> Bool { decision(on: target).allows }

    /// The rule that decides, as a line of robots.txt; `nil` when none matches.
    public func rule(for target: String) -> String? {
        decision(on: target).rule.map {
            ($0.allows ? "Allow: " : "Disallow: ") + String(decoding: $0.pattern, as: UTF8.self)
        }
    }

    private func decision(on target: String) -> (allows: Bool, rule: Rule?) {
        let path = RobotsPattern.normalised(Array(target.utf8)[...])
        if path.elementsEqual("/robots.txt".utf8) { return (true, nil) }
        var best: Rule?
        for rule in rules where RobotsPattern.matches(rule.pattern, path) {
            guard let known = best else {
                best = rule
                continue
            }
            let longer = rule.pattern.count > known.pattern.count
            let tie = rule.pattern.count == known.pattern.count && rule.allows
            if longer || tie { best = rule }
        }
        return (best?.allows ?? true, best)
    }
}

/// Reads robots.txt line by line; groups of one agent merge.
struct RobotsParser {
    struct Group {
        var rules: [RobotsRules.Rule] = []
        var crawlDelay: Double?
    }

    /// Rules kept of one file.
    static let rulesMax = 20_000

    let agent: String
    private(set) var own = Group()
    private(set) var everybody = Group()
    private(set) var hasOwnGroup = false
    private var isOwn = false
    private var isEverybody = false
    /// Whether the last line named an agent: further ones join the same group.
    private var isNaming = false

    init(agent: String) { self.agent = agent }

    mutating func read(_ line: ArraySlice<UInt8>) {
        let plain = line.prefix { $0 != UInt8(ascii: "#") }
        guard let colon = plain.firstIndex(of: UInt8(ascii: ":")) else { return }
        let key = String(decoding: Self.trimmed(plain[..<colon]), as: UTF8.self).lowercased()
        let value = Self.trimmed(plain[plain.index(after: colon)...])
        switch key {
        case "user-agent": name(String(decoding: value, as: UTF8.self).lowercased())
        case "allow", "disallow": add(value, allows: key == "allow")
        case "crawl-delay": delay(String(decoding: value, as: UTF8.self))
        // Sitemaps and unknown keys stand outside the groups and end nothing.
        default: break
        }
    }

    private mutating func name(_ text: String) {
        if !isNaming {
            isOwn = false
            isEverybody = false
        }
        isNaming = true
        // "Semblance/1.0" names the product Semblance.
        let token = text.prefix { $0.isLetter || $0 == "-" || $0 == "_" || $0 == "*" }
        if token == "*" { isEverybody = true }
        if token == agent {
            isOwn = true
            hasOwnGroup = true
        }
    }

    private mutating func add(_ value: ArraySlice<UInt8>, allows: Bool) {
        isNaming = false
        // An empty Disallow disallows nothing.
        guard let first = value.first, "/*$".utf8.contains(first) else { return }
        let rule = RobotsRules.Rule(allows: allows, pattern: RobotsPattern.normalised(value))
        if isOwn, own.rules.count < Self.rulesMax { own.rules.append(rule) }
        if isEverybody, everybody.rules.count < Self.rulesMax { everybody.rules.append(rule) }
    }

    private mutating func delay(_ text: String) {
        isNaming = false
        guard let seconds = Double(text), seconds >= 0, seconds.isFinite else { return }
        if isOwn { own.crawlDelay = seconds }
        if isEverybody { everybody.crawlDelay = seconds }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
        return rest
    }
}

/// Matching of robots.txt patterns: `*` is any bytes, a final `$` the end.
enum RobotsPattern {
    /// One spelling: unreserved characters decoded, others beyond ASCII encoded, capitals in hex.
    static func normalised(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let hex = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        func encode(_ byte: UInt8) { out += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]] }
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == 0x25, index + 2 < bytes.endIndex,
                let value = UInt8(
                    String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self),
                    radix: 16
                )
            {
                if isUnreserved(value) { out.append(value) } else { encode(value) }
                index += 3
                continue
            }
            if byte > 0x7E || byte < 0x21 { encode(byte) } else { out.append(byte) }
            index += 1
        }
        return out
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }

    /// Whether a pattern matches the beginning of a path; time is bounded by their product.
    static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var body = pattern[...]
        let isAnchored = body.last == UInt8(ascii: "$")
        if isAnchored { body = body.dropLast() } else { body.append(star) }
        var (at, place) = (body.startIndex, path.startIndex)
        var retry: (pattern: Int, path: Int)?
        while place < path.endIndex {
            if at < body.endIndex, body[at] == star {
                retry = (at + 1, place)
                at += 1
            } else if at < body.endIndex, body[at] == path[place] {
                at += 1
                place += 1
            } else if let last = retry {
                retry = (last.pattern, last.path + 1)
                (at, place) = (last.pattern, last.path + 1)
            } else {
                return false
            }
        }
        return body[at...].allSatisfy { $0 == star }
    }
}
