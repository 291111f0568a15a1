/// Who this program says it is, on every request.
///
/// Wikimedia's User-Agent policy asks for a client name, a version and a way to reach whoever runs
/// it; requests without a contact are throttled or answered with 403. Nothing is fetched without
/// one, from anybody.
public struct FetchIdentity: Sendable, Hashable {
    /// An e-mail address, or the `http(s)` address of a page that says how to reach the operator.
    public let contact: String

    /// The value of the `User-Agent` header.
    public let userAgent: String

    /// Introduces a program.
    ///
    /// - Parameters:
    ///   - version: the program's version.
    ///   - contact: see `contact`.
    /// - Throws: `contactMissing` unless the contact is an e-mail address or a web address.
    public init(version: String, contact: String) throws(FetchError) {
        guard Self.isContact(contact) else { throw .contactMissing(found: contact) }
        self.contact = contact
        userAgent = "Semblance/\(version) (\(contact)) AsyncHTTPClient/1"
    }

    private static func isContact(_ text: String) -> Bool {
        let plain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>\"\\".utf8.contains($0) }
        guard plain, text.utf8.count <= 200 else { return false }
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            return isDomain(text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != ":" })
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && isDomain(parts[1])
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
    }
}
