import HTTPTypes

/// Header fields of every answer.
enum FixedHeaders {
    /// What a page of ours may do; scripts and styles come from files of ours alone.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        + "media-src 'self' blob:; connect-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'"

    static func all(secure: Bool) -> HTTPFields {
        secure ? overTLS : plain
    }

    private static let plain: HTTPFields = [
        .contentSecurityPolicy: policy,
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer",
        .permissionsPolicy:
            "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
    ]

    // No Strict-Transport-Security: with a certificate of one's own it locks people out.
    private static let overTLS = plain
}

extension HTTPField.Name {
    static let requestID = Self.known("X-Request-Id")
    static let referrerPolicy = Self.known("Referrer-Policy")
    static let permissionsPolicy = Self.known("Permissions-Policy")
    static let crossOriginOpenerPolicy = Self.known("Cross-Origin-Opener-Policy")
    static let idempotencyKey = Self.known("Idempotency-Key")
    static let idempotencyReplayed = Self.known("Idempotency-Replayed")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("a field's name") }
        return field
    }
}
