/// What browsers are told a file is, by its ending.
enum ContentType {
    private static let text = [
        "html": "text/html; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "json": "application/json",
        "webmanifest": "application/manifest+json",
        "svg": "image/svg+xml",
        "txt": "text/plain; charset=utf-8",
        "yaml": "application/yaml",
    ]

    private static let binary = [
        "woff2": "font/woff2",
        "png": "image/png",
        "webp": "image/webp",
    ]

    /// The type of a file; `nil` for an ending that no file of the page should have.
    static func of(_ name: String) -> String? {
        text[ending(of: name)] ?? binary[ending(of: name)]
    }

    /// Whether compressing a file of this name can gain anything.
    static func isText(_ name: String) -> Bool {
        text[ending(of: name)] != nil
    }

    static func ending(of name: String) -> String {
        name.split(separator: "/").last?.split(separator: ".").dropFirst().last.map(String.init)
            ?? ""
    }
}
