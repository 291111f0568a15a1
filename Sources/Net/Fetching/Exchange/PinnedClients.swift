import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Connections to hosts whose addresses were checked, pinned to the checked address.
///
/// A client connects to the address that was checked and to no other, though it presents and
/// verifies the host's name; so a name that answers differently the next moment gains nothing.
actor PinnedClients {
    /// Hosts with open clients; beyond it the one unused longest is closed.
    static let clientsMax = 64

    private let settings: FetchSettings
    private let resolver: Resolver
    private let clock: FetchClock
    private var clients: [String: Pinned] = [:]
    /// Clients that nobody new gets; each is closed by the last who gives it back.
    private var retired: [ObjectIdentifier: Retired] = [:]
    private var isClosed = false

    private struct Pinned {
        let client: HTTPClient
        let address: NetworkAddress
        var checked: Duration
        var lastUse: Duration
        var users = 0
        /// Further addresses to try when this one does not answer.
        var spare: [NetworkAddress]
    }

    private struct Retired {
        let client: HTTPClient
        var users: Int
    }

    /// A client in use; give it back with `release`.
    struct Lease: Sendable {
        let client: HTTPClient
        let host: String
        let address: NetworkAddress
    }

    init(settings: FetchSettings, resolver: Resolver, clock: FetchClock) {
        self.settings = settings
        self.resolver = resolver
        self.clock = clock
    }

    /// A client for a host, after every address of it was checked.
    func lease(_ target: WebAddress) async throws(FetchError) -> Lease {
        guard !isClosed else { throw .cancelled }
        if let lease = known(target.host) {
            try settings.network.check([lease.address], of: target)
            clients[target.host]?.users += 1
            return lease
        }
        let addresses = try await resolver.addresses(target.host)
        try settings.network.check(addresses, of: target)
        guard !isClosed else { throw .cancelled }
        let now = clock.now()
        if let lease = kept(target.host, among: addresses, at: now) { return lease }
        await makeRoom()
        // Somebody may have come first while others were closed.
        if let lease = kept(target.host, among: addresses, at: now) { return lease }
        guard !isClosed else { throw .cancelled }
        let replaced = clients[target.host]
        let client = client(for: target.host, at: addresses[0])
        clients[target.host] = Pinned(
            client: client,
            address: addresses[0],
            checked: now,
            lastUse: now,
            users: 1,
            spare: Array(addresses.dropFirst())
        )
        // The name leads elsewhere now.
        if let replaced { await retire(replaced) }
        return Lease(client: client, host: target.host, address: addresses[0])
    }

    /// Gives a client back.
    ///
    /// - Parameter isUnreachable: nobody answered at its address; the next one is taken from now on.
    func release(_ lease: Lease, isUnreachable: Bool = false) async {
        guard var pinned = clients[lease.host], pinned.client === lease.client else {
            return await releaseRetired(lease.client)
        }
        pinned.users -= 1
        clients[lease.host] = pinned
        guard isUnreachable else { return }
        clients[lease.host] = pinned.spare.first.map { next in
            Pinned(
                client: client(for: lease.host, at: next),
                address: next,
                checked: pinned.checked,
                lastUse: pinned.lastUse,
                spare: Array(pinned.spare.dropFirst())
            )
        }
        await retire(pinned)
    }

    private func releaseRetired(_ client: HTTPClient) async {
        let id = ObjectIdentifier(client)
        guard var entry = retired[id] else { return await close(client) }
        entry.users -= 1
        retired[id] = entry.users > 0 ? entry : nil
        if entry.users == 0 { await close(client) }
    }

    /// Closes a client nobody gets any more, at once or when its last user gives it back.
    private func retire(_ pinned: Pinned) async {
        guard pinned.users > 0 else { return await close(pinned.client) }
        retired[ObjectIdentifier(pinned.client)] = Retired(
            client: pinned.client,
            users: pinned.users
        )
    }

    /// Closes every connection; nothing can be leased any more.
    func close() async {
        isClosed = true
        let all = clients
        clients = [:]
        // Those in use first: closing waits, and meanwhile they may be given back.
        for pinned in all.values where pinned.users > 0 { await retire(pinned) }
        for pinned in all.values where pinned.users == 0 { await retire(pinned) }
    }

    private func known(_ host: String) -> Lease? {
        let now = clock.now()
        guard let pinned = clients[host], now - pinned.checked < settings.addressLifetime else {
            return nil
        }
        clients[host]?.lastUse = now
        return Lease(client: pinned.client, host: host, address: pinned.address)
    }

    /// Goes on with a client whose address is still one of the host's.
    private func kept(_ host: String, among addresses: [NetworkAddress], at now: Duration) -> Lease?
    {
        guard let pinned = clients[host], addresses.contains(pinned.address) else { return nil }
        clients[host]?.checked = now
        clients[host]?.lastUse = now
        clients[host]?.users += 1
        return Lease(client: pinned.client, host: host, address: pinned.address)
    }

    private func makeRoom() async {
        let unused = clients.filter { $0.value.users == 0 }
        guard clients.count >= Self.clientsMax,
            let oldest = unused.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        clients[oldest.key] = nil
        await close(oldest.value.client)
    }

    private func client(for host: String, at address: NetworkAddress) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.dnsOverride = [host: address.numeric]
        configuration.redirectConfiguration = .disallow
        // Decompression is ours, because it must stop at a limit.
        configuration.decompression = .disabled
        configuration.timeout.connect = TimeAmount(settings.connectTimeout)
        configuration.timeout.read = TimeAmount(settings.silenceMax)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.httpVersion = .automatic
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private func close(_ client: HTTPClient) async {
        // The only error is that it was closed before.
        _ = try? await client.shutdown()
    }
}

extension TimeAmount {
    init(_ time: Duration) {
        self = .milliseconds(Int64(time / .milliseconds(1)))
    }
}

extension NetworkAddress {
    /// The spelling the system's address parser takes.
    var numeric: String { description }
}
