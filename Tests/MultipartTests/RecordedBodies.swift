import Testing

/// Bodies as real programs sent them.
struct RecordedBody: CustomTestStringConvertible {
    let testDescription: String
    let contentType: String
    let body: [UInt8]

    /// A tiny "photo" whose bytes look like a boundary's beginning.
    static let photo: [UInt8] = [0xFF, 0xD8, 13, 10, 45, 45, 13, 10, 0xFF, 0xD9]

    private init(_ name: String, boundary: String, parts: [(headers: String, data: [UInt8])]) {
        testDescription = name
        contentType = "multipart/form-data; boundary=\(boundary)"
        var bytes: [UInt8] = []
        for part in parts {
            bytes += Array("--\(boundary)\r\n\(part.headers)\r\n\r\n".utf8)
            bytes += part.data + Array("\r\n".utf8)
        }
        body = bytes + Array("--\(boundary)--\r\n".utf8)
    }

    static let chromium = RecordedBody(
        "Chromium 156, FormData",
        boundary: "----WebKitFormBoundarybCqeoxPiB5ThIt7A",
        parts: [
            (
                "Content-Disposition: form-data; name=\"photo\"; "
                    + "filename=\"grüß %22x%22 \\ y%0A.jpg\"\r\nContent-Type: image/jpeg",
                photo
            ),
            ("Content-Disposition: form-data; name=\"k\"", Array("10".utf8)),
            ("Content-Disposition: form-data; name=\"a%22b\"", Array("日\r\nx".utf8)),
            (
                "Content-Disposition: form-data; name=\"empty\"; filename=\"\"\r\n"
                    + "Content-Type: application/octet-stream", []
            ),
        ]
    )

    static let curl = RecordedBody(
        "curl 7.88, -F photo=@…",
        boundary: "------------------------c09301984c430d61",
        parts: [
            (
                "Content-Disposition: form-data; name=\"photo\"; filename=\"a %22q%22 \\ b.jpg\""
                    + "\r\nContent-Type: image/jpeg", photo
            ),
            ("Content-Disposition: form-data; name=\"k\"", Array("10".utf8)),
        ]
    )

    static let curlFormEscape = RecordedBody(
        "curl 7.88, --form-escape",
        boundary: "------------------------a744e2e7d99dbf27",
        parts: [
            (
                "Content-Disposition: form-data; name=\"photo\"; "
                    + "filename=\"a \\\"q\\\" \\\\ b.jpg\"\r\nContent-Type: image/jpeg", photo
            ),
            ("Content-Disposition: form-data; name=\"note\"", Array(" two\nlines".utf8)),
        ]
    )

    static let all = [chromium, curl, curlFormEscape]
}
