internal import Crypto
public import Foundation
internal import SwiftASN1
internal import X509

/// Certificates a house signs for itself, so that phones on its network get TLS and with it a camera.
///
/// Not made for a certificate authority (RFC 5280, basic constraints): whoever tells a phone to
/// trust one trusts this one server, and a stolen key opens no other. Key: P-256, signature:
/// ECDSA with SHA-256.
public enum SelfSignedCertificate {
    /// Days phones accept at most for a server's certificate.
    public static let validDaysMax = 825

    /// Names and addresses one certificate may have.
    public static let hostsMax = 100

    /// Makes a key and a certificate for it.
    ///
    /// - Parameters:
    ///   - hosts: IP addresses (either version) and host names, without ports; a name may begin
    ///     with `*.`.
    ///   - validDays: From 1 to ``validDaysMax``. It begins an hour early, for clocks that are slow.
    ///   - now: When it is made.
    /// - Returns: Both as PEM; the key is the caller's to keep with mode 0600.
    public static func make(
        hosts: [String],
        validDays: Int,
        now: Date = Date()
    ) throws(SelfSignedTLSError) -> (certificatePEM: String, privateKeyPEM: String) {
        guard (1...hostsMax).contains(hosts.count) else {
            throw .hostCount(found: hosts.count, limit: hostsMax)
        }
        guard (1...validDaysMax).contains(validDays) else {
            throw .badValidity(days: validDays, limit: validDaysMax)
        }
        let names = try generalNames(of: hosts)
        let key = P256.Signing.PrivateKey()
        do {
            let certificate = try sign(names, commonName: hosts[0], key, days: validDays, now: now)
            return (try certificate.serializeAsPEM().pemString, key.pemRepresentation)
        } catch {
            throw .refused(reason: "\(error)")
        }
    }

    /// The SHA-256 of a certificate as browsers show it: 32 pairs of digits with colons between.
    public static func fingerprint(
        ofCertificatePEM text: String
    ) throws(SelfSignedTLSError) -> String {
        guard let document = try? PEMDocument(pemString: text),
            document.discriminator == "CERTIFICATE"
        else { throw .unreadableCertificate }
        return SHA256.hash(data: document.derBytes)
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
            .joined(separator: ":")
    }

    /// Whether a certificate made before is still good: for all these hosts, at this moment.
    ///
    /// A certificate that is kept over restarts need be trusted only once.
    public static func isValid(
        certificatePEM text: String,
        forHosts hosts: [String],
        at moment: Date
    ) throws(SelfSignedTLSError) -> Bool {
        let wanted = try generalNames(of: hosts)
        guard let certificate = try? Certificate(pemEncoded: text) else {
            throw .unreadableCertificate
        }
        let found = try? certificate.extensions.subjectAlternativeNames
        return certificate.notValidBefore <= moment && moment < certificate.notValidAfter
            && Set(wanted).isSubset(of: Set(found ?? SubjectAlternativeNames()))
    }

    private static func generalNames(
        of hosts: [String]
    ) throws(SelfSignedTLSError) -> [GeneralName] {
        var names: [GeneralName] = []
        for host in hosts {
            if let address = addressBytes(of: host) {
                names.append(.ipAddress(ASN1OctetString(contentBytes: address[...])))
            } else if isHostName(host) {
                names.append(.dnsName(host.lowercased()))
            } else {
                throw .badHost(host)
            }
        }
        return names
    }

    private static func sign(
        _ names: [GeneralName],
        commonName: String,
        _ key: P256.Signing.PrivateKey,
        days: Int,
        now: Date
    ) throws -> Certificate {
        let subject = try DistinguishedName {
            // A common name has 64 characters at most (RFC 5280, appendix A).
            CommonName(String("Semblance on \(commonName)".prefix(64)))
        }
        let secondsPerDay = 86_400.0
        return try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: now - 3600,
            notValidAfter: now + Double(days) * secondsPerDay - 3600,
            issuer: subject,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names)
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
    }
}
