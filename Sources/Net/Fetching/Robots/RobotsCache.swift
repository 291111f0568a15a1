/// The robots.txt of hosts, kept for at most a day.
actor RobotsCache {
    /// Hosts remembered.
    static let hostsMax = 4096

    /// How long a robots.txt that could not be had forbids everything before it is asked for again.
    static let unreachableLifetime: Duration = .seconds(600)

    /// What asking for a host's robots.txt came to.
    enum Answer: Sendable {
        /// Its rules, and what tells this version of them from another.
        case rules(RobotsRules, Validators)
        /// There was none to be had; why.
        case unreachable(reason: String)
    }

    private struct Entry {
        let answer: Answer
        let end: Duration
    }

    private let clock: FetchClock
    private let lifetime: Duration
    private var entries: [String: Entry] = [:]
    /// Origins somebody asks now, and who waits for the answer.
    private var asked: [String: [Waiter]] = [:]
    private var nextWaiter = 0

    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    init(clock: FetchClock, lifetime: Duration) {
        self.clock = clock
        self.lifetime = lifetime
    }

    /// What is known of a host now, and for how long it will be believed.
    func known(_ origin: String) -> (answer: Answer, left: Duration)? {
        let now = clock.now()
        guard let entry = entries[origin], entry.end > now else { return nil }
        return (entry.answer, entry.end - now)
    }

    /// What is known of a host, or the turn to ask it: everybody else waits meanwhile, so that one
    /// question answers them all.
    ///
    /// - Returns: `nil` for whoever is to ask; `endTurn` must follow, also when there is no answer.
    /// - Throws: `cancelled`.
    func knownOrTurn(
        _ origin: String
    ) async throws(FetchError) -> (answer: Answer, left: Duration)? {
        while true {
            if let known = known(origin) { return known }
            if Task.isCancelled { throw .cancelled }
            if asked[origin] == nil {
                asked[origin] = []
                return nil
            }
            await waitForAnswer(of: origin)
        }
    }

    /// Ends a turn; those who wait take what was kept, or one of them asks again.
    func endTurn(_ origin: String) {
        for waiter in asked.removeValue(forKey: origin) ?? [] { waiter.continuation.resume() }
    }

    private func waitForAnswer(of origin: String) async {
        let id = nextWaiter
        nextWaiter += 1
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    asked[origin]?.append(Waiter(id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.giveUp(id, origin) }
        }
    }

    private func giveUp(_ id: Int, _ origin: String) {
        guard let place = asked[origin]?.firstIndex(where: { $0.id == id }) else { return }
        asked[origin]?.remove(at: place).continuation.resume()
    }

    /// Rules whose time is over, if they can be asked for on the condition that they changed.
    func stale(_ origin: String) -> (rules: RobotsRules, validators: Validators)? {
        guard case .rules(let rules, let validators) = entries[origin]?.answer,
            validators != Validators()
        else { return nil }
        return (rules, validators)
    }

    /// Remembers an answer.
    ///
    /// - Returns: for how long it will be believed.
    func keep(_ answer: Answer, of origin: String) -> Duration {
        if entries.count >= Self.hostsMax { entries = [:] }
        let life =
            switch answer {
            case .rules: lifetime
            case .unreachable: min(lifetime, Self.unreachableLifetime)
            }
        entries[origin] = Entry(answer: answer, end: clock.now() + life)
        return life
    }
}
