/// The robots.txt of hosts, kept for at most a day.
actor RobotsCache {
    /// Hosts remembered.
    static let hostsMax = 4096

    /// How long an unreachable robots.txt forbids everything before it is asked for again.
    static let unreachableLifetime: Duration = .seconds(600)

    private struct Entry {
        let rules: RobotsRules
        let end: Duration
        let isReachable: Bool
    }

    private let clock: FetchClock
    private let lifetime: Duration
    private var entries: [String: Entry] = [:]

    init(clock: FetchClock, lifetime: Duration) {
        self.clock = clock
        self.lifetime = lifetime
    }

    /// What is known of a host now; `isReachable` tells "no robots.txt to be had" from its rules.
    func known(_ origin: String) -> (rules: RobotsRules, isReachable: Bool)? {
        guard let entry = entries[origin], entry.end > clock.now() else { return nil }
        return (entry.rules, entry.isReachable)
    }

    func keep(_ rules: RobotsRules, of origin: String, isReachable: Bool) {
        if entries.count >= Self.hostsMax { entries = [:] }
        let life = isReachable ? lifetime : min(lifetime, Self.unreachableLifetime)
        entries[origin] = Entry(rules: rules, end: clock.now() + life, isReachable: isReachable)
    }
}
