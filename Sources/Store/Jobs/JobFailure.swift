/// Why an attempt at a job failed.
public struct JobFailure: Sendable, Hashable {
    /// A short stable word, such as `http_503`.
    public var code: String
    /// What happened, for a person to read; cut to `JobPolicy.detailBytesMax`.
    public var detail: String
    /// Whether trying again may help.
    public var advice: JobRetry

    /// Describes a failure.
    public init(code: String, detail: String, advice: JobRetry) {
        self.code = code
        self.detail = detail
        self.advice = advice
    }

    /// The worker that held the job went silent.
    public static let leaseExpired = "lease_expired"
}
