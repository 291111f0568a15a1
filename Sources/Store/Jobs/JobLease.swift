/// A worker's right to a job: it ends when the job is finished, or taken by somebody else after the
/// lease ran out, and can't be mistaken for a later lease of the same job.
public struct JobLease: Sendable, Hashable {
    /// The job.
    public let job: JobID
    /// The how-manieth lease of the job it is.
    public let number: Int

    /// Names a lease.
    public init(job: JobID, number: Int) {
        self.job = job
        self.number = number
    }
}
