/// What a caller may ask of a queue that it does not do.
public enum JobError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A payload beyond the limit.
    case payloadTooLarge(bytes: Int, limit: Int)
    /// More jobs in one call than the limit.
    case batchTooLarge(jobs: Int, limit: Int)

    /// What was found and what is allowed.
    public var description: String {
        switch self {
        case .payloadTooLarge(let bytes, let limit):
            "A job's payload has \(bytes) bytes; at most \(limit) are kept: shorten what it says."
        case .batchTooLarge(let jobs, let limit):
            "\(jobs) jobs in one call; at most \(limit) are taken: put them in several calls."
        }
    }
}
