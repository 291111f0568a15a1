internal import Dispatch
internal import Synchronization

/// A pool's threads and what they share; it outlives the pool until the last thread has ended.
final class Crew: Sendable {
    /// Why work was not taken.
    enum Refusal {
        case cancelled
        case closed
        case full
    }

    private struct State {
        var queue = JobQueue()
        var threads: Int
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Signalled once for each piece of work, and once for each thread at the end.
    private let wake = DispatchSemaphore(value: 0)

    init(width: Int) {
        state = Mutex(State(threads: width))
        for _ in 0..<width {
            startThread { [self] in work() }
        }
    }

    var load: PoolLoad {
        state.withLock { PoolLoad(running: $0.queue.running, waiting: $0.queue.waiting) }
    }

    func makeTicket() -> JobQueue.Ticket {
        state.withLock { $0.queue.makeTicket() }
    }

    /// Takes work on, or says why not; called from the task the work is done for.
    func add(
        _ job: JobQueue.Job,
        ticket: JobQueue.Ticket,
        waitingAtMost limit: Int
    ) -> Refusal? {
        let refusal: Refusal? = state.withLock { state in
            if state.queue.isClosed { return .closed }
            if state.queue.waiting >= limit && isBusy(state) { return .full }
            // Under the lock: a cancellation from now on finds the job in the queue.
            if Task.isCancelled { return .cancelled }
            state.queue.add(job, ticket: ticket)
            return nil
        }
        if refusal == nil { wake.signal() }
        return refusal
    }

    func takeBack(_ ticket: JobQueue.Ticket) -> JobQueue.Job? {
        state.withLock { $0.queue.takeBack(ticket) }
    }

    /// Refuses what has not started and lets every thread end after what it is doing.
    func close(refusingWith error: any Error) {
        let refused: [JobQueue.Job]? = state.withLock { state in
            state.queue.isClosed ? nil : state.queue.close()
        }
        guard let refused else { return }
        for job in refused { job.refuse(error) }
        for _ in 0..<state.withLock({ $0.threads }) { wake.signal() }
    }

    /// Returns when the last thread has ended.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.threads > 0 { state.waitingForEnd.append(continuation) }
                return state.threads == 0
            }
            if isOver { continuation.resume() }
        }
    }

    /// Whether every thread has work: then one more piece would have to wait.
    private func isBusy(_ state: borrowing State) -> Bool {
        state.queue.running + state.queue.waiting >= state.threads
    }

    private func work() {
        while true {
            wake.wait()
            let (job, isClosed) = state.withLock { ($0.queue.start(), $0.queue.isClosed) }
            if let job {
                job.run()
                state.withLock { $0.queue.finish() }
            } else if isClosed {
                break
            }
        }
        let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.threads -= 1
            return state.threads == 0 ? state.waitingForEnd : []
        }
        for continuation in waiting { continuation.resume() }
    }
}
