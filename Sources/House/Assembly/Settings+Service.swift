import Foundation
public import HTTPService

extension Settings {
    /// A whole number the service takes, with its range.
    private struct Limit {
        var name: String
        var meaning: String
        var standard: Int
        var range: ClosedRange<Int>
    }

    private static let serviceLimits: [Limit] = [
        Limit(
            name: "body-megabytes-max",
            meaning: "Largest body of a request, in MiB",
            standard: 20,
            range: 1...512
        ),
        Limit(
            name: "photos-per-probe",
            meaning: "Photos that make one probe",
            standard: 16,
            range: 1...64
        ),
        Limit(
            name: "body-seconds",
            meaning: "Longest wait for a request's body",
            standard: 30,
            range: 1...3_600
        ),
        Limit(
            name: "reader-seconds",
            meaning: "Longest wait for a client that does not read its answer",
            standard: 30,
            range: 1...3_600
        ),
        Limit(
            name: "idle-seconds",
            meaning: "Longest time a connection may be silent",
            standard: 60,
            range: 1...3_600
        ),
        Limit(
            name: "connections-max",
            meaning: "Connections open at once",
            standard: 1_024,
            range: 1...100_000
        ),
        Limit(
            name: "search-queue",
            meaning: "Requests that may wait for a core",
            standard: 64,
            range: 0...10_000
        ),
        Limit(
            name: "search-wait-seconds",
            meaning: "Longest wait for a core",
            standard: 10,
            range: 1...600
        ),
        Limit(
            name: "searches-per-minute",
            meaning: "Searches one address may make in a minute; 0 for any number",
            standard: 0,
            range: 0...1_000_000
        ),
        Limit(
            name: "shutdown-seconds",
            meaning: "Time requests are given when the service stops",
            standard: 10,
            range: 0...600
        ),
        Limit(
            name: "thumbnail-megabytes",
            meaning: "Thumbnails kept in memory, in MiB",
            standard: 32,
            range: 0...4_096
        ),
        Limit(
            name: "idempotency-hours",
            meaning: "How long the answer to a write is remembered",
            standard: 24,
            range: 1...168
        ),
    ]

    /// The settings of `semblance serve`.
    static let serviceKeys: [SettingKey] =
        [
            SettingKey("host", "Address the service listens on", standard: "127.0.0.1"),
            SettingKey("port", "Port the service listens on; 0 takes a free one", standard: "8080"),
            SettingKey(
                "public-search",
                "Whether searches need no key: yes, no, or auto (on loopback only)",
                standard: "auto"
            ),
            SettingKey(
                "cors",
                "Origins of other sites whose scripts may call the service, by commas",
                standard: ""
            ),
            SettingKey(
                "hosts",
                "Names the service goes by, by commas; none: localhost on loopback, else any",
                standard: ""
            ),
            SettingKey(
                "tls",
                "self for a certificate of one's own, or CERTIFICATE,KEY (PEM files)",
                standard: ""
            ),
        ]
        + serviceLimits.map {
            SettingKey($0.name, $0.meaning, standard: String($0.standard))
        }

    /// The service's settings but for the certificate, which is read or made when it starts.
    public var service: ServiceSettings {
        var service = ServiceSettings()
        service.host = text("host")
        service.port = Int(text("port")) ?? service.port
        service.publicSearch = publicSearch
        service.corsOrigins = Set(text("cors").split(separator: ",").map(String.init))
        service.hostNames = hostNames
        service.bodyBytesMax = number("body-megabytes-max") << 20
        service.photosPerProbe = number("photos-per-probe")
        service.partsMax = service.photosPerProbe + 32
        service.bodyLimit = .seconds(number("body-seconds"))
        service.readerLimit = .seconds(number("reader-seconds"))
        service.idleLimit = .seconds(number("idle-seconds"))
        service.connectionsMax = number("connections-max")
        service.searchWidth = workers
        service.searchQueueMax = number("search-queue")
        service.searchWaitLimit = .seconds(number("search-wait-seconds"))
        service.searchesPerMinute = number("searches-per-minute")
        service.shutdownLimit = .seconds(number("shutdown-seconds"))
        service.thumbnailBytesMax = number("thumbnail-megabytes") << 20
        service.idempotencyLimit = .seconds(number("idempotency-hours") * 3_600)
        return service
    }

    /// What `tls` says: empty for plain HTTP.
    public var tls: String { text("tls") }

    private var publicSearch: Bool {
        switch text("public-search") {
        case "yes": true
        case "no": false
        default: isLoopback
        }
    }

    private var hostNames: Set<String>? {
        let names = Set(text("hosts").split(separator: ",").map { $0.lowercased() })
        if isLoopback { return names.union(["localhost"]) }
        return names.isEmpty ? nil : names
    }

    /// Whether only this machine can reach the service.
    public var isLoopback: Bool {
        let host = text("host")
        return host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    private func number(_ name: String) -> Int { Int(text(name)) ?? 0 }

    func validateService() throws(SettingsError) {
        try check("port", wants: "a port from 0 to 65535") {
            Int($0).map { (0...65_535).contains($0) } ?? false
        }
        try check("public-search", wants: "auto, yes or no") {
            ["auto", "yes", "no"].contains($0)
        }
        try check("cors", wants: "origins such as https://example.org, separated by commas") {
            $0.split(separator: ",").allSatisfy(Self.isOrigin)
        }
        try check("hosts", wants: "names such as faces.example.org, separated by commas") {
            $0.split(separator: ",").allSatisfy {
                $0.utf8.allSatisfy { byte in
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                }
            }
        }
        try check("tls", wants: "self, or CERTIFICATE,KEY") {
            $0.isEmpty || $0 == "self" || $0.split(separator: ",").count == 2
        }
        for limit in Self.serviceLimits {
            let (low, high) = (limit.range.lowerBound, limit.range.upperBound)
            try check(limit.name, wants: "a whole number from \(low) to \(high)") {
                Int($0).map(limit.range.contains) ?? false
            }
        }
    }

    private static func isOrigin(_ text: Substring) -> Bool {
        guard let parts = URLComponents(string: String(text)), parts.host != nil else {
            return false
        }
        return ["http", "https"].contains(parts.scheme) && parts.path.isEmpty
            && parts.query == nil
    }
}
