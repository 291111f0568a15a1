/// Where a job stands.
///
///     ready -> leased -> done
///       ^        |  \
///       |        v   v
///       +--- (again)  dead -> ready (re-driven)
public enum JobState: String, Sendable, Hashable, CaseIterable {
    /// Waits for a worker, maybe until a moment.
    case ready
    /// A worker has it until its lease ends; after that anybody may take it.
    case leased
    /// Finished; it only keeps the same job from being put again.
    case done
    /// Failed for good; kept for a look and for re-driving.
    case dead
}
