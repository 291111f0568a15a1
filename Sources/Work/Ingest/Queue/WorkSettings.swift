public import Jobs

/// The limits of a worker.
///
/// A worker holds at most what its stages and the queues between them hold, plus one batch of leases:
/// memory is bounded however long the queue of jobs is.
public struct WorkSettings: Sendable, Hashable {
    /// When a worker stops.
    public enum End: Sendable, Hashable {
        /// When no job is due and none of its own is under way.
        case whenNothingIsDue
        /// When it is cancelled.
        case whenCancelled
    }

    /// Names the worker in lists of jobs.
    public var name: String
    /// Leases, attempts and pauses.
    public var policy: JobPolicy
    /// When it stops.
    public var end: End
    /// Jobs leased in one transaction.
    public var leaseBatch: Int
    /// Photos that wait between two stages.
    public var queueDepth: Int
    /// Photos read or downloaded at once.
    public var fetchWidth: Int
    /// Photos written in one transaction.
    public var writeBatch: Int
    /// How long a photo that is ready waits for others to be written with.
    public var writeDelay: Duration
    /// Seconds between two looks for jobs while there are none.
    public var idleSeconds: Double

    /// Makes settings; the defaults suit a worker with one or a few cores.
    public init(
        name: String,
        policy: JobPolicy = JobPolicy(),
        end: End = .whenNothingIsDue,
        leaseBatch: Int = 16,
        queueDepth: Int = 8,
        fetchWidth: Int = 4,
        writeBatch: Int = 32,
        writeDelay: Duration = .milliseconds(100),
        idleSeconds: Double = 0.5
    ) {
        self.name = name
        self.policy = policy
        self.end = end
        self.leaseBatch = leaseBatch
        self.queueDepth = queueDepth
        self.fetchWidth = fetchWidth
        self.writeBatch = writeBatch
        self.writeDelay = writeDelay
        self.idleSeconds = idleSeconds
    }
}
