import Fetching
import Testing

/// Addresses: which may be connected to, and how they are spelt.
@Suite struct Addresses {
    private func v4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> NetworkAddress {
        .v4(a << 24 | b << 16 | c << 8 | d)
    }

    private func v6(_ groups: UInt16...) -> NetworkAddress {
        let padded = groups + Array(repeating: 0, count: 8 - groups.count)
        return .v6(padded.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
    }

    @Test func `inner IPv4 networks are told from public ones`() {
        let expected: [(NetworkAddress, NetworkKind)] = [
            (v4(127, 0, 0, 1), .loopback), (v4(127, 255, 1, 1), .loopback),
            (v4(10, 1, 2, 3), .privateUse), (v4(172, 16, 0, 1), .privateUse),
            (v4(172, 31, 255, 255), .privateUse), (v4(192, 168, 1, 1), .privateUse),
            (v4(169, 254, 169, 254), .linkLocal), (v4(100, 64, 0, 1), .carrierShared),
            (v4(100, 127, 255, 255), .carrierShared), (v4(0, 0, 0, 0), .unspecified),
            (v4(224, 0, 0, 1), .multicast), (v4(255, 255, 255, 255), .reserved),
            (v4(198, 18, 0, 1), .reserved), (v4(192, 0, 2, 1), .reserved),
            (v4(172, 32, 0, 1), .global), (v4(100, 128, 0, 1), .global), (v4(8, 8, 8, 8), .global),
        ]
        for (address, kind) in expected { #expect(address.kind == kind, "\(address)") }
    }

    @Test func `inner IPv6 networks, and IPv4 hidden in IPv6, are told from public ones`() {
        let expected: [(NetworkAddress, NetworkKind)] = [
            (v6(0, 0, 0, 0, 0, 0, 0, 1), .loopback), (v6(0), .unspecified),
            (v6(0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1), .loopback),
            (v6(0, 0, 0, 0, 0, 0xFFFF, 0xC0A8, 1), .privateUse),
            (v6(0, 0, 0, 0, 0, 0xFFFF, 0x0808, 0x0808), .global),
            (v6(0x64, 0xFF9B, 0, 0, 0, 0, 0x0A00, 1), .privateUse),
            (v6(0x2002, 0x7F00, 1), .loopback), (v6(0x2002, 0xA9FE, 0xA9FE), .linkLocal),
            (v6(0xFE80, 0, 0, 0, 0, 0, 0, 1), .linkLocal), (v6(0xFC00), .privateUse),
            (v6(0xFD12, 0x3456), .privateUse), (v6(0xFF02, 0, 0, 0, 0, 0, 0, 1), .multicast),
            (v6(0x2001, 0xDB8), .reserved), (v6(0x2001, 0), .reserved), (v6(0x100), .reserved),
            (v6(0x2620, 0, 0x861, 0xED1A), .global),
        ]
        for (address, kind) in expected { #expect(address.kind == kind, "\(address)") }
    }

    @Test func `one inner address among public ones refuses the host`() throws {
        let guarded = NetworkGuard()
        let target = try WebAddress("https://a.test/")
        #expect(throws: FetchError.self) {
            try guarded.check([v4(8, 8, 8, 8), v4(127, 0, 0, 1)], of: target)
        }
        #expect(throws: Never.self) { try guarded.check([v4(8, 8, 8, 8)], of: target) }
        #expect(throws: FetchError.self) { try guarded.check([], of: target) }
    }

    @Test func `loopback is open only where it is allowed, other inner networks never`() throws {
        let guarded = NetworkGuard(allowsLoopback: true)
        let target = try WebAddress("http://a.test:8080/")
        #expect(throws: Never.self) { try guarded.check([v4(127, 0, 0, 1)], of: target) }
        #expect(throws: FetchError.self) { try guarded.check([v4(10, 0, 0, 1)], of: target) }
        #expect(throws: FetchError.refusedPort(address: "\(target)", port: 8080)) {
            try guarded.check([v4(8, 8, 8, 8)], of: target)
        }
    }

    @Test func `addresses have one spelling`() throws {
        #expect(try "\(WebAddress("HTTPS://Example.ORG.:443/a?b#c"))" == "https://example.org/a?b")
        #expect(try "\(WebAddress("http://[::1]:80"))" == "http://[::1]/")
        #expect(try WebAddress("https://a.test/x/y").resolving("../z?q").target == "/z?q")
        #expect(
            try "\(WebAddress("https://a.test/").resolving("//b.test/c"))" == "https://b.test/c"
        )
    }

    @Test(arguments: [
        "ftp://a.test/", "file:///etc/passwd", "https://u:p@a.test/", "https:///x", "nonsense",
        "https://a.test:0/", "https://a.test:99999/", "https://[fe80::1%25eth0]/",
        "https://a%2eb.test/", "data:text/html,x",
    ])
    func `other addresses are refused`(text: String) {
        #expect(throws: FetchError.self) { try WebAddress(text) }
    }

    @Test func `a redirect out of encryption is refused unless allowed`() throws {
        let from = try WebAddress("https://a.test/")
        let to = try WebAddress("http://a.test/")
        #expect(throws: FetchError.self) { try NetworkGuard().check(redirectFrom: from, to: to) }
        #expect(throws: Never.self) {
            try NetworkGuard(allowsDowngrade: true).check(redirectFrom: from, to: to)
        }
    }

    @Test(arguments: ["", "me", "a@b", "@x.org", "a b@x.org", "http://localhost", "(x)@y.z"])
    func `nobody fetches without a contact`(contact: String) {
        #expect(throws: FetchError.contactMissing(found: contact)) {
            try FetchIdentity(version: "1", contact: contact)
        }
    }

    @Test func `the User-Agent names program, version and contact`() throws {
        let identity = try FetchIdentity(version: "1.2", contact: "ops@example.org")
        #expect(identity.userAgent == "Semblance/1.2 (ops@example.org) AsyncHTTPClient/1")
    }
}
