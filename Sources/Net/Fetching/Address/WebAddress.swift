import Foundation

/// A checked `http` or `https` address, in the one spelling that is sent.
///
/// Host names are lower case ASCII without a trailing dot; no user, no password, no fragment. What
/// is checked is what is connected to: the address is rebuilt from the checked parts.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// `http` or `https`.
    public let scheme: String
    /// Name or numeric address; IPv6 without brackets.
    public let host: String
    /// The port, also where it is the scheme's own.
    public let port: Int
    /// Percent-encoded; begins with `/`.
    public let path: String
    /// Percent-encoded, without the question mark.
    public let query: String?

    /// Longest address that is taken, in bytes.
    public static let lengthMax = 16_384

    /// Reads an address.
    ///
    /// - Throws: `badAddress`.
    public init(_ text: String) throws(FetchError) {
        guard text.utf8.count <= Self.lengthMax else {
            throw .badAddress(String(text.prefix(100)), reason: "it is too long")
        }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased()
        else {
            throw .badAddress(text, reason: "it is not a web address")
        }
        guard scheme == "http" || scheme == "https" else {
            throw .badAddress(text, reason: "only http and https are fetched")
        }
        guard parts.percentEncodedUser == nil, parts.percentEncodedPassword == nil else {
            throw .badAddress(text, reason: "it holds a user name")
        }
        guard let host = Self.tidy(host: parts.percentEncodedHost ?? "") else {
            throw .badAddress(text, reason: "its host is not a plain name")
        }
        let port = parts.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65_535).contains(port) else {
            throw .badAddress(text, reason: "its port is out of range")
        }
        self.scheme = scheme
        self.host = host
        self.port = port
        path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        query = parts.percentEncodedQuery
        guard path.hasPrefix("/"), description.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .badAddress(text, reason: "it holds characters that must be percent-encoded")
        }
    }

    /// The address a `Location` header or a link means, seen from this one.
    public func resolving(_ reference: String) throws(FetchError) -> WebAddress {
        guard let base = URL(string: description),
            let target = URL(string: reference, relativeTo: base)
        else { throw .badAddress(reference, reason: "it is not a web address") }
        return try WebAddress(target.absoluteString)
    }

    /// Scheme, host and port: what robots.txt and cookies belong to.
    public var origin: String { "\(scheme)://\(authority)" }

    /// Path and query, as robots.txt rules match them.
    public var target: String { query.map { "\(path)?\($0)" } ?? path }

    /// The whole address.
    public var description: String { origin + target }

    private var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? name : "\(name):\(port)"
    }

    private static func tidy(host: String) -> String? {
        var name = host.lowercased()
        if name.hasPrefix("["), name.hasSuffix("]") {
            name = String(name.dropFirst().dropLast())
            let allowed = name.utf8.allSatisfy { "0123456789abcdef:.".utf8.contains($0) }
            return allowed && name.contains(":") ? name : nil
        }
        if name.hasSuffix(".") { name.removeLast() }
        let allowed = name.utf8.allSatisfy {
            "abcdefghijklmnopqrstuvwxyz0123456789-_.".utf8.contains($0)
        }
        return allowed && !name.isEmpty && name.utf8.count <= 253 ? name : nil
    }
}
