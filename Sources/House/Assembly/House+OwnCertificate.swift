import Foundation
import HTTPService
import SelfSignedTLS

extension House {
    /// Days a certificate of our own is good for.
    private static let certificateDays = 397

    /// The certificate the house signed for itself, made when there is none that is still good.
    ///
    /// It is kept, so that a phone has to be told to trust it only once.
    func ownIdentity() throws -> ServiceSettings.Identity {
        let hosts = certificateHosts
        let folder = settings.home.tls
        let files = (certificate: folder + "/certificate.pem", key: folder + "/key.pem")
        if let certificate = try? String(contentsOfFile: files.certificate, encoding: .utf8),
            let key = try? String(contentsOfFile: files.key, encoding: .utf8),
            (try? SelfSignedCertificate.isValid(
                certificatePEM: certificate,
                forHosts: hosts,
                at: Date()
            )) == true
        {
            return ServiceSettings.Identity(certificatePEM: certificate, keyPEM: key)
        }
        let made = try SelfSignedCertificate.make(hosts: hosts, validDays: Self.certificateDays)
        try settings.home.prepare()
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try PrivateFile.write(Array(made.privateKeyPEM.utf8), to: files.key)
        try PrivateFile.write(Array(made.certificatePEM.utf8), to: files.certificate)
        return ServiceSettings.Identity(
            certificatePEM: made.certificatePEM,
            keyPEM: made.privateKeyPEM
        )
    }

    /// How somebody tells a phone to trust the certificate; `nil` without one of our own.
    public func trustAdvice() throws -> String? {
        guard settings.tls == "self" else { return nil }
        let print = try SelfSignedCertificate.fingerprint(
            ofCertificatePEM: ownIdentity().certificatePEM
        )
        return """
            The certificate is signed by this house alone; browsers warn once. Compare its \
            SHA-256 fingerprint before you go on:
            \(print)
            To trust it on a phone, open \(settings.home.tls)/certificate.pem there and install it.
            """
    }

    /// Names and addresses by which the service can be reached.
    private var certificateHosts: [String] {
        var hosts = ["localhost", "127.0.0.1", "::1"]
        let any = ["0.0.0.0", "::"].contains(settings.service.host)
        if !any { hosts.append(settings.service.host) }
        if any {
            let name = ProcessInfo.processInfo.hostName
            hosts += [name]
            hosts += Host.current().addresses.filter { !$0.contains("%") }
        }
        var seen: Set<String> = []
        return hosts.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
