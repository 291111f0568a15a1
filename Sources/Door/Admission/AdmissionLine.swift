internal import Synchronization

/// A door that lets a fixed number in at once, a bounded number wait, and turns the rest away.
///
/// First come, first served. Safe from any task. A visitor whose task is cancelled while waiting
/// leaves the line at once.
public final class AdmissionLine: Sendable {
    /// What metrics call it.
    public let name: String

    private struct Waiter {
        let continuation: CheckedContinuation<Void, any Error>
        let timer: Task<Void, any Error>
    }

    private struct State {
        var queue: AdmissionQueue
        var waiters: [AdmissionQueue.Ticket: Waiter] = [:]
    }

    private enum Entrance {
        case inside
        case waits
        case refused(any Error)
    }

    private let state: Mutex<State>
    private let waitLimit: Duration
    private let start = ContinuousClock.now

    /// Opens the door.
    ///
    /// - Parameters:
    ///   - width: Visitors inside at once, from 1.
    ///   - queueLimit: Visitors that may wait, from 0.
    ///   - waitLimit: How long each may wait.
    public init(name: String, width: Int, queueLimit: Int, waitLimit: Duration) {
        self.name = name
        self.waitLimit = waitLimit
        state = Mutex(
            State(
                queue: AdmissionQueue(width: width, queueLimit: queueLimit, waitLimit: waitLimit)
            )
        )
    }

    /// How busy the line is now.
    public var load: AdmissionLoad {
        state.withLock { AdmissionLoad(inside: $0.queue.inside, waiting: $0.queue.waiting) }
    }

    /// Runs `body` inside, after waiting if need be.
    ///
    /// - Throws: ``AdmissionError`` or `CancellationError` before `body` began; else what it throws.
    public func admitted<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        try await enter()
        let entrance = now
        defer { leave(after: now - entrance) }
        return try await body()
    }

    private var now: Duration { start.duration(to: .now) }

    private func enter() async throws {
        let ticket = state.withLock { $0.queue.makeTicket() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                switch arrive(ticket, waitingWith: continuation) {
                case .inside: continuation.resume()
                case .refused(let error): continuation.resume(throwing: error)
                case .waits: break
                }
            }
        } onCancel: {
            giveUp(ticket)
        }
    }

    private func arrive(
        _ ticket: AdmissionQueue.Ticket,
        waitingWith continuation: CheckedContinuation<Void, any Error>
    ) -> Entrance {
        let now = now
        return state.withLock { state in
            // Under the lock: a cancellation from now on finds the visitor in the line.
            if Task.isCancelled { return .refused(CancellationError()) }
            switch state.queue.arrive(ticket, at: now) {
            case .inside:
                return .inside
            case .waits:
                state.waiters[ticket] = Waiter(continuation: continuation, timer: startTimer())
                return .waits
            case .refused(let seconds):
                return .refused(AdmissionError.full(retryAfter: seconds))
            }
        }
    }

    private func startTimer() -> Task<Void, any Error> {
        Task.detached { [weak self, waitLimit] in
            try await Task.sleep(for: waitLimit, clock: .continuous)
            self?.expire()
        }
    }

    private func leave(after stay: Duration) {
        let now = now
        let next = state.withLock { state in
            state.queue.leave(after: stay, at: now).flatMap {
                state.waiters.removeValue(forKey: $0)
            }
        }
        next?.timer.cancel()
        next?.continuation.resume()
    }

    private func giveUp(_ ticket: AdmissionQueue.Ticket) {
        let waiter = state.withLock { state in
            state.queue.giveUp(ticket) ? state.waiters.removeValue(forKey: ticket) : nil
        }
        waiter?.timer.cancel()
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func expire() {
        let now = now
        let (over, retryAfter) = state.withLock { state in
            let tickets = state.queue.expire(at: now)
            let over = tickets.compactMap { state.waiters.removeValue(forKey: $0) }
            return (over, state.queue.retryAfter)
        }
        for waiter in over {
            waiter.timer.cancel()
            waiter.continuation.resume(
                throwing: AdmissionError.waitedTooLong(retryAfter: retryAfter)
            )
        }
    }
}
