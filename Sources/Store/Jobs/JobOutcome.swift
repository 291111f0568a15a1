/// How a worker ends its lease of a job.
public enum JobOutcome: Sendable, Hashable {
    /// The work is done and durable; the note is a short stable word, such as `enrolled`.
    case done(note: String)
    /// The attempt failed.
    case failed(JobFailure)
    /// The worker stops before it began; the attempt does not count.
    case released
    /// The job has to wait for others of the queue: it goes behind all that are due, and the attempt
    /// does not count; the note, kept as `Job.lastCode`, tells the next worker why.
    case deferred(note: String)
}
