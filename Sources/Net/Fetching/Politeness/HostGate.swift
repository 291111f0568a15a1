/// The lines in front of all hosts; callers wait here for their turn.
actor HostGate {
    /// Hosts remembered; beyond it the idle ones are forgotten.
    static let hostsMax = 4096

    private let clock: FetchClock
    private let limits: @Sendable (String) -> HostLimits
    private let shared: SharedTurns?
    private var lines: [String: HostLine] = [:]
    private var waiters: [String: [Waiter]] = [:]
    private var nextWaiter = 0
    private var random = SystemRandomNumberGenerator()

    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    init(
        clock: FetchClock,
        shared: SharedTurns?,
        limits: @escaping @Sendable (String) -> HostLimits
    ) {
        self.clock = clock
        self.shared = shared
        self.limits = limits
    }

    /// Waits for a turn; `leave` must follow when this returns.
    ///
    /// - Returns: the turn among all processes, to be held as long as the request lasts.
    func enter(_ host: String) async throws(FetchError) -> SharedTurns.Turn? {
        do throws(FetchError) {
            try await waitForTurn(host)
        } catch {
            // Whoever gives up passes on the word that woke them; else the rest would wait forever.
            wake(host)
            throw error
        }
        guard let shared else { return nil }
        do throws(FetchError) {
            return try await waitForOthers(host, shared)
        } catch {
            leave(host, .neutral)
            throw error
        }
    }

    /// Waits until no other process is in the way.
    private func waitForOthers(
        _ host: String,
        _ shared: SharedTurns
    ) async throws(FetchError) -> SharedTurns.Turn {
        let limits = line(for: host).limits
        let end = clock.now() + limits.waitMax
        while true {
            if Task.isCancelled { throw .cancelled }
            switch try shared.ask(host, limits, at: clock.date()) {
            case .turn(let turn): return turn
            case .wait(let time):
                guard clock.now() + time <= end else {
                    throw .hostResting(host: host, seconds: time / .seconds(1))
                }
                try await sleep(time)
            }
        }
    }

    private func waitForTurn(_ host: String) async throws(FetchError) {
        while true {
            if Task.isCancelled { throw .cancelled }
            var line = line(for: host)
            let now = clock.now()
            let turn = line.ask(at: now)
            lines[host] = line
            switch turn {
            case .now: return
            case .refused(let until):
                throw .hostResting(host: host, seconds: (until - now) / .seconds(1))
            case .at(let time): try await sleep(time - now)
            case .whenFree: await waitForAnother(host)
            }
        }
    }

    /// Ends a turn.
    func leave(_ host: String, _ outcome: HostLine.Outcome) {
        var line = line(for: host)
        let now = clock.now()
        line.finish(outcome, at: now, jitter: Double.random(in: 0...1, using: &random))
        lines[host] = line
        if case .trouble = outcome { tellOthers(host, line.pauseLeft(at: now)) }
        wake(host)
    }

    func pause(_ host: String, _ time: Duration) {
        var line = line(for: host)
        let now = clock.now()
        line.pause(time, at: now)
        lines[host] = line
        tellOthers(host, line.pauseLeft(at: now))
    }

    private func tellOthers(_ host: String, _ pause: Duration) {
        // A folder that can't be written to ends the next request with its own error.
        try? shared?.pause(host, pause, at: clock.date())
    }

    func space(_ host: String, _ spacing: Duration) {
        var line = line(for: host)
        line.space(spacing)
        lines[host] = line
    }

    private func line(for host: String) -> HostLine {
        if let line = lines[host] { return line }
        if lines.count >= Self.hostsMax {
            let now = clock.now()
            lines = lines.filter { !$0.value.isIdle(at: now) }
        }
        return HostLine(limits: limits(host))
    }

    private func sleep(_ time: Duration) async throws(FetchError) {
        do { try await clock.sleep(time) } catch { throw .cancelled }
    }

    private func waitForAnother(_ host: String) async {
        let id = nextWaiter
        nextWaiter += 1
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiters[host, default: []].append(Waiter(id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.wake(host, only: id) }
        }
    }

    /// Wakes the one who has waited longest, or one who gives up.
    private func wake(_ host: String, only id: Int? = nil) {
        guard var line = waiters[host],
            let place = line.firstIndex(where: { id == nil || $0.id == id })
        else { return }
        let waiter = line.remove(at: place)
        waiters[host] = line.isEmpty ? nil : line
        waiter.continuation.resume()
    }
}
