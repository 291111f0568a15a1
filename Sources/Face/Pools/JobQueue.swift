/// The order of a pool's work: first come, first served, and any of it may be taken back.
///
/// A value without locks, threads or clocks; the pool guards it.
struct JobQueue {
    typealias Ticket = UInt64

    /// A piece of work; exactly one of its two ends is called, once.
    struct Job: Sendable {
        let run: @Sendable () -> Void
        let refuse: @Sendable (any Error) -> Void
    }

    private var jobs: [Ticket: Job] = [:]
    private var nextTicket: Ticket = 0
    private var nextToRun: Ticket = 0

    private(set) var running = 0
    private(set) var isClosed = false

    var waiting: Int { jobs.count }

    /// A number for a piece of work that is about to come.
    mutating func makeTicket() -> Ticket {
        defer { nextTicket += 1 }
        return nextTicket
    }

    /// Adds work under a ticket.
    ///
    /// Tickets may arrive out of order; one that was passed over in the meantime runs next.
    mutating func add(_ job: Job, ticket: Ticket) {
        jobs[ticket] = job
        nextToRun = min(nextToRun, ticket)
    }

    /// Takes the oldest work out to be run; `nil` when there is none.
    mutating func start() -> Job? {
        guard !jobs.isEmpty else { return nil }
        while true {
            defer { nextToRun += 1 }
            if let job = jobs.removeValue(forKey: nextToRun) {
                running += 1
                return job
            }
        }
    }

    /// Notes that work which was started is done.
    mutating func finish() {
        running -= 1
    }

    /// Takes back work that has not started; `nil` when it has, or never came.
    mutating func takeBack(_ ticket: Ticket) -> Job? {
        jobs.removeValue(forKey: ticket)
    }

    /// Closes the queue and gives back what had not started, oldest first.
    mutating func close() -> [Job] {
        isClosed = true
        defer { jobs = [:] }
        return jobs.sorted { $0.key < $1.key }.map(\.value)
    }
}
