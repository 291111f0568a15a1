/// The end of one lease.
public struct JobCompletion: Sendable, Hashable {
    /// What is given back.
    public var lease: JobLease
    /// How it went.
    public var outcome: JobOutcome
    /// A number drawn evenly from 0..<1 by the caller: it spreads the moments of further attempts.
    public var jitter: Double

    /// Describes the end of a lease.
    public init(lease: JobLease, outcome: JobOutcome, jitter: Double) {
        self.lease = lease
        self.outcome = outcome
        self.jitter = jitter
    }
}
