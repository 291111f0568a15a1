import Foundation
import NIOPosix

/// Turns host names into addresses.
public struct Resolver: Sendable {
    /// All addresses of a host, in the order to try; may wait for the network.
    public var addresses: @Sendable (_ host: String) async throws(FetchError) -> [NetworkAddress]

    /// Makes a resolver.
    public init(
        addresses: @escaping @Sendable (_ host: String) async throws(FetchError) -> [NetworkAddress]
    ) {
        self.addresses = addresses
    }

    /// The system's own: files, DNS, whatever it is set to.
    public static let system = Resolver { host throws(FetchError) in
        let outcome: Result<[NetworkAddress], FetchError>
        do {
            // getaddrinfo blocks; NIO keeps threads for that.
            outcome = try await NIOThreadPool.singleton.runIfActive { lookUp(host) }
        } catch {
            throw .cancelled
        }
        return try outcome.get()
    }

    private static func lookUp(_ host: String) -> Result<[NetworkAddress], FetchError> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            return .failure(.unresolvable(host: host, reason: String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(list) }
        var found: [NetworkAddress] = []
        var entry = list
        while let current = entry?.pointee {
            if let address = address(of: current), !found.contains(address) {
                found.append(address)
            }
            entry = current.ai_next
        }
        return .success(found)
    }

    private static func address(of entry: addrinfo) -> NetworkAddress? {
        guard let socket = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET:
            let address = socket.loadUnaligned(as: sockaddr_in.self)
            return .v4(UInt32(bigEndian: address.sin_addr.s_addr))
        case AF_INET6:
            let address = socket.loadUnaligned(as: sockaddr_in6.self)
            return .v6(withUnsafeBytes(of: address.sin6_addr) { Array($0) })
        default:
            return nil
        }
    }
}
