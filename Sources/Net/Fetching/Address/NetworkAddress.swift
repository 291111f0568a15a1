/// A numeric network address.
public enum NetworkAddress: Sendable, Hashable {
    /// IPv4; the first number is the highest byte.
    case v4(UInt32)
    /// IPv6, sixteen bytes.
    case v6([UInt8])

    /// Whether and why connecting to it is refused.
    public var kind: NetworkKind {
        switch self {
        case .v4(let value): Self.kind(ofV4: value)
        case .v6(let bytes): Self.kind(ofV6: bytes)
        }
    }

    /// The IANA special-purpose registry (RFC 6890 and successors), first match wins.
    private static let blocks: [(base: UInt32, bits: UInt32, kind: NetworkKind)] = [
        (0x7F00_0000, 8, .loopback), (0x0000_0000, 8, .unspecified),
        (0x0A00_0000, 8, .privateUse), (0xAC10_0000, 12, .privateUse),
        (0xC0A8_0000, 16, .privateUse), (0xA9FE_0000, 16, .linkLocal),
        (0x6440_0000, 10, .carrierShared), (0xC000_0000, 24, .reserved),
        (0xC000_0200, 24, .reserved), (0xC058_6300, 24, .reserved),
        (0xC612_0000, 15, .reserved), (0xC633_6400, 24, .reserved),
        (0xCB00_7100, 24, .reserved), (0xE000_0000, 4, .multicast),
        (0xF000_0000, 4, .reserved),
    ]

    private static func kind(ofV4 value: UInt32) -> NetworkKind {
        for block in blocks where value >> (32 - block.bits) == block.base >> (32 - block.bits) {
            return block.kind
        }
        return .global
    }

    private static func kind(ofV6 bytes: [UInt8]) -> NetworkKind {
        guard bytes.count == 16 else { return .reserved }
        let tail = bytes[12..<16].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let isZero = { (range: Range<Int>) in bytes[range].allSatisfy { $0 == 0 } }
        if isZero(0..<15) { return bytes[15] == 1 ? .loopback : .unspecified(orCompatible: bytes) }
        // Mapped (::ffff:0:0/96), compatible (::/96) and translated (64:ff9b::/96) addresses reach
        // the IPv4 address they hold.
        if isZero(0..<10), bytes[10] == 0xFF, bytes[11] == 0xFF { return kind(ofV4: tail) }
        if isZero(0..<12) { return kind(ofV4: tail) == .global ? .reserved : kind(ofV4: tail) }
        if bytes.starts(with: [0, 0x64, 0xFF, 0x9B]) {
            return isZero(4..<12) ? kind(ofV4: tail) : .reserved
        }
        if bytes[0] == 0xFF { return .multicast }
        if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 { return .linkLocal }
        if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0xC0 { return .privateUse }
        if bytes[0] & 0xFE == 0xFC { return .privateUse }
        return kind(ofUnicast: bytes)
    }

    private static func kind(ofUnicast bytes: [UInt8]) -> NetworkKind {
        // Only 2000::/3 is handed out; in it, documentation, Teredo, benchmarking and 6to4 hide
        // other networks.
        guard bytes[0] & 0xE0 == 0x20 else { return .reserved }
        let head =
            UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16
            | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
        if head == 0x2001_0DB8 || head >> 9 == 0x2001_0000 >> 9 { return .reserved }
        if head >> 16 == 0x2002 {
            let inner = bytes[2..<6].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return kind(ofV4: inner)
        }
        if head >> 12 == 0x3FFF_0000 >> 12 { return .reserved }
        return .global
    }
}

/// What an address is for.
public enum NetworkKind: String, Sendable, Hashable, CaseIterable {
    /// Reachable from everywhere: the only kind that is connected to.
    case global
    case loopback
    case privateUse
    case linkLocal
    case carrierShared
    case multicast
    case unspecified
    case reserved

    /// The words of an error.
    public var words: String {
        switch self {
        case .global: "a public address"
        case .loopback: "this machine itself"
        case .privateUse: "a private network"
        case .linkLocal: "a link-local network"
        case .carrierShared: "a carrier's inner network"
        case .multicast: "a multicast group"
        case .unspecified: "no address at all"
        case .reserved: "reserved"
        }
    }

    fileprivate static func unspecified(orCompatible bytes: [UInt8]) -> NetworkKind {
        bytes[15] == 0 ? .unspecified : .reserved
    }
}

extension NetworkAddress: CustomStringConvertible {
    /// Dotted quad, or eight groups of hexadecimal digits.
    public var description: String {
        switch self {
        case .v4(let value):
            return (0..<4).map { String(value >> (24 - 8 * UInt32($0)) & 255) }.joined(
                separator: "."
            )
        case .v6(let bytes):
            return stride(from: 0, to: 16, by: 2)
                .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        }
    }
}
