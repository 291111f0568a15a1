/// Which addresses may be connected to.
///
/// Against server-side request forgery: a name under somebody else's control must not lead into this
/// machine or its network, neither at first nor by a redirect, nor by changing its mind between the
/// check and the connection.
public struct NetworkGuard: Sendable, Hashable {
    /// Ports on public addresses.
    public var ports: Set<Int>

    /// Whether this machine's loopback addresses may be connected to, on any port.
    public var allowsLoopback: Bool

    /// Whether a redirect may lead from `https` to `http`.
    public var allowsDowngrade: Bool

    /// Guards; the defaults fit the open web.
    public init(
        ports: Set<Int> = [80, 443],
        allowsLoopback: Bool = false,
        allowsDowngrade: Bool = false
    ) {
        self.ports = ports
        self.allowsLoopback = allowsLoopback
        self.allowsDowngrade = allowsDowngrade
    }

    /// Checks every address a host has; one bad one refuses them all.
    ///
    /// - Throws: `refusedNetwork`, `refusedPort`, `unresolvable` for an empty list.
    public func check(
        _ addresses: [NetworkAddress],
        of target: WebAddress
    ) throws(FetchError) {
        guard !addresses.isEmpty else {
            throw .unresolvable(host: target.host, reason: "the name has no addresses")
        }
        for address in addresses {
            let kind = address.kind
            if kind == .loopback, allowsLoopback { continue }
            guard kind == .global else {
                throw .refusedNetwork(host: target.host, address: "\(address)", kind: kind)
            }
            guard ports.contains(target.port) else {
                throw .refusedPort(address: "\(target)", port: target.port)
            }
        }
    }

    /// Checks a redirect's step.
    public func check(redirectFrom: WebAddress, to: WebAddress) throws(FetchError) {
        guard redirectFrom.scheme == "https", to.scheme == "http", !allowsDowngrade else { return }
        throw .downgrade(from: "\(redirectFrom)", to: "\(to)")
    }
}
