/// A source that failed in the middle: what it had offered by then is dealt with and written.
public struct IngestFailure: Error, Sendable, CustomStringConvertible {
    /// What was done before and after.
    public let summary: IngestSummary

    /// What the source threw.
    public let cause: any Error

    /// The cause's own words.
    public var description: String { "\(cause)" }

    /// Joins the parts.
    public init(summary: IngestSummary, cause: any Error) {
        self.summary = summary
        self.cause = cause
    }
}
