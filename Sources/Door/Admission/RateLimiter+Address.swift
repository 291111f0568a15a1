#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension RateLimiter {
    /// The key of a client's address: an IPv4 address as it is, of an IPv6 address the first 64 bits.
    ///
    /// A household gets a whole /64 of IPv6, so a limit on single addresses would limit nobody. An
    /// IPv4 address written as IPv6 (`::ffff:192.0.2.1`) has the key of the IPv4 address; text that
    /// is no address is its own key, cut at 64 bytes.
    public static func key(ofAddress address: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &bytes) == 1 else {
            return String(decoding: address.utf8.prefix(64), as: UTF8.self)
        }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        if bytes.starts(with: mapped) {
            return bytes[12...].map { String($0) }.joined(separator: ".")
        }
        let groups = stride(from: 0, to: 8, by: 2).map { index in
            String(Int(bytes[index]) << 8 | Int(bytes[index + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/64"
    }
}
