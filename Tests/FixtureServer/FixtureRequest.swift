/// A request as the server read it.
package struct FixtureRequest: Sendable {
    /// `GET` or `POST`.
    package let method: String
    /// Path and query as they were sent.
    package let target: String
    /// Header fields, names in lower case.
    package let headers: [String: String]
    /// What was posted.
    package let body: [UInt8]

    /// The path, percent-decoded.
    package var path: String { Self.decoded(String(target.prefix { $0 != "?" }), form: false) }

    /// The query's fields and a posted form's, decoded; the last of one name wins.
    package var fields: [String: String] {
        let query = target.firstIndex(of: "?").map { target[target.index(after: $0)...] } ?? ""
        let text = String(query) + "&" + String(decoding: body, as: UTF8.self)
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(parts[1]) : ""
            fields[Self.decoded(String(parts[0]), form: true)] = Self.decoded(value, form: true)
        }
        return fields
    }

    /// Reads one whole request from the front of some bytes.
    /// - Returns: the request and how many bytes it took; `nil` when it is not whole yet.
    static func read(_ bytes: [UInt8]) -> (FixtureRequest, Int)? {
        let end = Array("\r\n\r\n".utf8)
        guard
            let headEnd = bytes.indices.first(where: {
                $0 + 4 <= bytes.count && bytes[$0..<($0 + 4)].elementsEqual(end)
            })
        else { return nil }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self)
            .split(separator: "\r\n").map(String.init)
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard bytes.count >= headEnd + 4 + length else { return nil }
        let request = FixtureRequest(
            method: words.first ?? "",
            target: words.count > 1 ? words[1] : "/",
            headers: headers,
            body: Array(bytes[(headEnd + 4)..<(headEnd + 4 + length)])
        )
        return (request, headEnd + 4 + length)
    }

    private static func decoded(_ text: String, form: Bool) -> String {
        var out: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x25, index + 2 < bytes.count,
                let value = UInt8(
                    String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self),
                    radix: 16
                )
            {
                out.append(value)
                index += 3
            } else {
                out.append(form && bytes[index] == 0x2B ? 0x20 : bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
