import Foundation

extension ServiceSettings {
    /// Lets a request in that calls the service by one of its names, or by an address.
    ///
    /// - Throws: `misdirected_request` for other names; a request without any is let in.
    func requireOwnName(_ authority: String?) throws(Problem) {
        guard let hostNames, let authority else { return }
        let name = Self.host(of: authority)
        guard Self.isAddress(name) || hostNames.contains(name) else {
            throw Problem(
                .misdirected,
                "Call it by an address or by localhost, or name it in the setting `hosts`."
            )
        }
    }

    /// The host without its port, in lower case, a final dot dropped; brackets are taken away.
    static func host(of authority: String) -> String {
        var host = authority[...]
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            return host[host.index(after: host.startIndex)..<end].lowercased()
        }
        if let colon = host.lastIndex(of: ":") { host = host[..<colon] }
        if host.hasSuffix(".") { host = host.dropLast() }
        return host.lowercased()
    }

    private static func isAddress(_ host: String) -> Bool {
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, host, &six) == 1
    }
}
