#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The bytes of an IP address, 4 or 16; IPv6 may stand in brackets.
///
/// - Returns: `nil` for other text.
func addressBytes(of host: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, host, &bytes) == 1 { return Array(bytes.prefix(4)) }
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.utf8.count > 2
    let plain = isBracketed ? String(host.dropFirst().dropLast()) : host
    return inet_pton(AF_INET6, plain, &bytes) == 1 ? bytes : nil
}

/// Whether text is a host name (RFC 1123): labels of letters, digits and hyphens, `*` only first.
func isHostName(_ host: String) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...253).contains(host.utf8.count), !labels.isEmpty else { return false }
    // Four numbers that are no address must not pass as a name.
    guard labels.last?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) == false else {
        return false
    }
    return labels.enumerated().allSatisfy { index, label in
        (index == 0 && label == "*" && labels.count > 1) || isLabel(label)
    }
}

private func isLabel(_ label: Substring) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...63).contains(label.utf8.count), label.utf8.first != hyphen,
        label.utf8.last != hyphen
    else { return false }
    return label.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, hyphen: true
        default: false
        }
    }
}
