/// How many jobs stand where.
public struct JobCounts: Sendable, Hashable, Codable {
    /// Wait for a worker.
    public var ready: Int
    /// Are being worked on, or were when their worker went silent.
    public var leased: Int
    /// Are finished.
    public var done: Int
    /// Failed for good.
    public var dead: Int

    /// Makes counts.
    public init(ready: Int = 0, leased: Int = 0, done: Int = 0, dead: Int = 0) {
        self.ready = ready
        self.leased = leased
        self.done = done
        self.dead = dead
    }

    /// Jobs that are still to be done.
    public var open: Int { ready + leased }

    /// All jobs.
    public var total: Int { open + done + dead }

    /// How many stand in one state.
    public subscript(state: JobState) -> Int {
        get {
            switch state {
            case .ready: ready
            case .leased: leased
            case .done: done
            case .dead: dead
            }
        }
        set {
            switch state {
            case .ready: ready = newValue
            case .leased: leased = newValue
            case .done: done = newValue
            case .dead: dead = newValue
            }
        }
    }
}
