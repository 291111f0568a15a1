public import Jobs

/// Why the bytes of a photo could not be had this time: what a worker's `fetch` throws.
public struct FetchFailure: Error, Sendable, Hashable {
    /// Code, words, and when to try again.
    public var failure: JobFailure

    /// Wraps a failure.
    public init(_ failure: JobFailure) { self.failure = failure }
}
