/// Why a certificate could not be made or read.
public enum SelfSignedTLSError: Error, Sendable, Hashable {
    /// There are no hosts, or more than the limit.
    case hostCount(found: Int, limit: Int)
    /// A host is neither an address nor a name that may stand in a certificate.
    case badHost(String)
    /// The days are not from 1 to the limit.
    case badValidity(days: Int, limit: Int)
    /// The text holds no certificate that can be read.
    case unreadableCertificate
    /// The libraries for keys and certificates refused; `reason` is theirs.
    case refused(reason: String)
}

extension SelfSignedTLSError: CustomStringConvertible {
    /// What was expected, what was found, and what to do.
    public var description: String {
        switch self {
        case .hostCount(let found, let limit):
            return "a certificate is for 1 to \(limit) hosts, found \(found); name those that "
                + "people will type"
        case .badHost(let host):
            return "\(host) is neither an IP address nor a host name of ASCII letters, digits, "
                + "hyphens and dots; write it without port and scheme"
        case .badValidity(let days, let limit):
            return "a certificate is valid for 1 to \(limit) days, found \(days); phones refuse "
                + "longer ones"
        case .unreadableCertificate:
            return "the certificate cannot be read; delete it, and a new one is made at start"
        case .refused(let reason):
            return "the certificate could not be made: \(reason)"
        }
    }
}
