/// Counts of a worker, complete at every moment of it.
public struct WorkSummary: Sendable, Hashable, Codable {
    /// Photos written to the catalogue.
    public var enrolledPhotos = 0
    /// Faces written to the catalogue.
    public var enrolledFaces = 0
    /// Photos that were enrolled before.
    public var alreadyEnrolled = 0
    /// Photos put off until the person's others are known.
    public var putOff = 0
    /// Photos refused, by reason code.
    public var rejected: [String: Int] = [:]
    /// Attempts that failed, by code.
    public var failed: [String: Int] = [:]
    /// Jobs given back because the worker was stopped.
    public var released = 0
    /// Results that came too late: somebody else had the job by then.
    public var late = 0
    /// Seconds that each stage kept threads busy, added over everything that ran at once.
    ///
    /// Waiting for a thread, for the net or for the next stage is not in it.
    public var stageSeconds: [String: Double] = [:]
    /// Photos that came through each stage, also those that had ended before it.
    public var stagePhotos: [String: Int] = [:]

    /// A worker that has done nothing.
    public init() {}

    /// Photos refused for any reason.
    public var rejectedTotal: Int { rejected.values.reduce(0, +) }

    /// Photos dealt with for good.
    public var finished: Int {
        enrolledPhotos + alreadyEnrolled + rejectedTotal
    }
}
