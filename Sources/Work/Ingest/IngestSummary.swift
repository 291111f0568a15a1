/// Counts of an ingest run, complete at every moment of it.
public struct IngestSummary: Sendable, Hashable, Codable {
    /// Offers taken from the source.
    public var seen = 0
    /// Photos written to the catalogue (or that would be, in a dry run).
    public var enrolledPhotos = 0
    /// Faces written to the catalogue (or that would be, in a dry run).
    public var enrolledFaces = 0
    /// Photos that needed no work because they were enrolled before.
    public var alreadyEnrolled = 0
    /// Photos put off until the rest of the person is known.
    public var deferred = 0
    /// Photos refused, by reason code.
    public var rejected: [String: Int] = [:]
    /// Photos that came through each stage of `WorkStage.names`, also those that had ended before it.
    public var stagePhotos: [String: Int] = [:]
    /// Offers the source expects in all, when known.
    public var expected: Int?
    /// Whether the run was stopped before its end; running it again goes on.
    public var interrupted = false

    /// A run that has seen nothing.
    public init() {}

    /// Photos refused for any reason.
    public var rejectedTotal: Int { rejected.values.reduce(0, +) }

    /// Photos dealt with for good.
    public var finished: Int { enrolledPhotos + alreadyEnrolled + rejectedTotal }
}
