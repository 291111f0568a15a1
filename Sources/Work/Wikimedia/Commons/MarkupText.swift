/// Plain text of the HTML that Commons keeps in its descriptions.
public enum MarkupText {
    /// Text without tags; entries of a list are separated by commas, space is single.
    public static func plain(_ html: String) -> String {
        var out = ""
        var rest = Substring(html)
        var hidden: String?
        while let next = rest.first {
            guard next == "<", let end = rest.firstIndex(of: ">") else {
                if hidden == nil { out.append(next) }
                rest = rest.dropFirst()
                continue
            }
            let tag = rest[rest.index(after: rest.startIndex)..<end].lowercased()
            let name = String(tag.prefix { $0.isLetter || $0.isNumber || $0 == "/" })
            if let inside = hidden {
                if name == "/" + inside { hidden = nil }
            } else if name == "style" || name == "script" {
                hidden = name
            } else {
                out += separator(of: name)
            }
            rest = rest[rest.index(after: end)...]
        }
        return tidied(decoded(out))
    }

    private static func separator(of tag: String) -> String {
        switch tag {
        case "/li": "\u{1}"
        case "br", "br/", "p", "/p", "div", "/div", "li", "td", "/td", "tr", "/tr": " "
        default: ""
        }
    }

    private static func tidied(_ text: String) -> String {
        text.split(separator: "\u{1}")
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty }
            .joined(separator: ", ")
    }

    private static let names: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–",
        "mdash": "—", "copy": "©", "eacute": "é", "uuml": "ü", "ouml": "ö", "auml": "ä",
        "szlig": "ß", "hellip": "…", "shy": "", "thinsp": " ",
    ]

    private static func decoded(_ text: String) -> String {
        var out = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            out += rest[..<mark]
            let body = rest[rest.index(after: mark)...].prefix(12).prefix { $0 != ";" && $0 != "&" }
            let after = body.endIndex
            guard after < rest.endIndex, rest[after] == ";", let value = entity(String(body)) else {
                out.append("&")
                rest = rest[rest.index(after: mark)...]
                continue
            }
            out += value
            rest = rest[rest.index(after: after)...]
        }
        return out + rest
    }

    private static func entity(_ name: String) -> String? {
        guard name.hasPrefix("#") else { return names[name] }
        let digits = name.dropFirst()
        let code =
            digits.first?.lowercased() == "x"
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) }
    }
}
