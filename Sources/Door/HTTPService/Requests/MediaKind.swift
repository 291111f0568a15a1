/// What kind of body a request announces.
enum MediaKind: Sendable, Hashable {
    /// A picture, or bytes of unknown kind that may be one.
    case picture
    /// A form with parts.
    case multipart
    /// JSON.
    case json
    /// Something else.
    case other

    init(_ contentType: String?) {
        let type =
            (contentType ?? "application/octet-stream").lowercased()
            .split(separator: ";").first.map { $0.trimmed } ?? ""
        self =
            switch type {
            // The second is what curl calls any body unless told otherwise.
            case "application/octet-stream", "application/x-www-form-urlencoded": .picture
            case "multipart/form-data": .multipart
            case "application/json": .json
            default: type.hasPrefix("image/") ? .picture : .other
            }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
