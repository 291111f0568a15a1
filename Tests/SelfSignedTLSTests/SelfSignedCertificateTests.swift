import Foundation
import SelfSignedTLS
import TestSupport
import Testing

/// Certificates of our own, read back by OpenSSL.
@Suite struct SelfSignedCertificateTests {
    private static let hosts = ["192.168.1.20", "fd00::7", "semblance.local", "localhost"]

    private static func hasOpenSSL() -> Bool {
        (try? openSSL(["version"], input: ""))?.status == 0
    }

    private static func openSSL(
        _ arguments: [String],
        input: String
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        let source = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardInput = source
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try source.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    @Test(Material.requirement(named: "openssl (apt-get install openssl)") { hasOpenSSL() })
    func `OpenSSL reads what was asked for`() throws {
        let made = try SelfSignedCertificate.make(hosts: Self.hosts, validDays: 30)
        let text = try Self.openSSL(["x509", "-noout", "-text"], input: made.certificatePEM).output
        for part in [
            "Subject: CN = Semblance on 192.168.1.20", "Issuer: CN = Semblance on 192.168.1.20",
            "IP Address:192.168.1.20, IP Address:FD00:0:0:0:0:0:0:7, DNS:semblance.local, "
                + "DNS:localhost",
            "CA:FALSE", "Digital Signature", "TLS Web Server Authentication",
            "ecdsa-with-SHA256", "prime256v1",
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
        let print = try Self.openSSL(
            ["x509", "-noout", "-fingerprint", "-sha256"],
            input: made.certificatePEM
        ).output
        let own = try SelfSignedCertificate.fingerprint(ofCertificatePEM: made.certificatePEM)
        #expect(print.contains("=" + own + "\n"))
    }

    @Test(Material.requirement(named: "openssl (apt-get install openssl)") { hasOpenSSL() })
    func `the certificate verifies for its hosts and its key fits`() throws {
        let made = try SelfSignedCertificate.make(hosts: Self.hosts, validDays: 30)
        try Material.withTemporaryFolder { folder in
            let file = folder + "/certificate.pem"
            try made.certificatePEM.write(toFile: file, atomically: true, encoding: .utf8)
            let checks = [
                (["-verify_ip", "192.168.1.20"], true), (["-verify_ip", "fd00::7"], true),
                (["-verify_hostname", "semblance.local"], true),
                (["-verify_hostname", "example.org"], false),
                (["-verify_ip", "192.168.1.21"], false),
            ]
            for (arguments, isFine) in checks {
                let status = try Self.openSSL(
                    ["verify", "-CAfile", file, "-purpose", "sslserver"] + arguments + [file],
                    input: ""
                ).status
                #expect((status == 0) == isFine, "\(arguments)")
            }
        }
        let fromKey = try Self.openSSL(["pkey", "-pubout"], input: made.privateKeyPEM)
        let fromCertificate = try Self.openSSL(
            ["x509", "-noout", "-pubkey"],
            input: made.certificatePEM
        )
        #expect(fromKey.status == 0)
        #expect(fromKey.output == fromCertificate.output)
    }

    @Test func `every certificate has its own key and fingerprint`() throws {
        let made = try (0..<3).map { _ in
            try SelfSignedCertificate.make(hosts: ["localhost"], validDays: 1)
        }
        let prints = try made.map {
            try SelfSignedCertificate.fingerprint(ofCertificatePEM: $0.certificatePEM)
        }
        #expect(Set(prints).count == 3)
        #expect(Set(made.map(\.privateKeyPEM)).count == 3)
        let form = /([0-9A-F]{2}:){31}[0-9A-F]{2}/
        #expect(prints.allSatisfy { $0.wholeMatch(of: form) != nil })
    }

    @Test func `a kept certificate is good for its hosts and its time`() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let text = try SelfSignedCertificate.make(hosts: Self.hosts, validDays: 2, now: now)
            .certificatePEM
        let day = 86_400.0
        let cases: [(hosts: [String], moment: Date, isValid: Bool)] = [
            (Self.hosts, now, true), (["LOCALHOST", "[fd00:0::7]"], now, true),
            (["192.168.1.21"], now, false), (Self.hosts + ["example.org"], now, false),
            (Self.hosts, now + day, true), (Self.hosts, now + 2 * day, false),
            (Self.hosts, now - day, false),
        ]
        for (hosts, moment, isValid) in cases {
            let found = try SelfSignedCertificate.isValid(
                certificatePEM: text,
                forHosts: hosts,
                at: moment
            )
            #expect(found == isValid, "\(hosts) at \(moment)")
        }
    }

    @Test(arguments: [
        "", " ", "https://localhost", "localhost:8080", "a..b", "-a.org", "a-.org", "bücher.de",
        "256.1.1.1", "1.2.3", "a.*.org", "*", "a\u{0}b", String(repeating: "a", count: 64),
        "a b",
    ])
    func `a host that is none is refused`(host: String) {
        #expect(throws: SelfSignedTLSError.badHost(host)) {
            try SelfSignedCertificate.make(hosts: ["localhost", host], validDays: 1)
        }
    }

    @Test func `counts and days have limits`() {
        #expect(throws: SelfSignedTLSError.hostCount(found: 0, limit: 100)) {
            try SelfSignedCertificate.make(hosts: [], validDays: 1)
        }
        let many = (0..<101).map { "host\($0)" }
        #expect(throws: SelfSignedTLSError.hostCount(found: 101, limit: 100)) {
            try SelfSignedCertificate.make(hosts: many, validDays: 1)
        }
        for days in [0, -1, 826] {
            #expect(throws: SelfSignedTLSError.badValidity(days: days, limit: 825)) {
                try SelfSignedCertificate.make(hosts: ["localhost"], validDays: days)
            }
        }
    }

    @Test(arguments: ["", "text", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func `what is no certificate is refused`(text: String) {
        #expect(throws: SelfSignedTLSError.unreadableCertificate) {
            try SelfSignedCertificate.isValid(
                certificatePEM: text,
                forHosts: ["localhost"],
                at: Date()
            )
        }
    }
}
