/// Why an index refused a call.
public enum VectorIndexError: Error, Sendable, Hashable {
    /// A vector has the wrong number of components.
    case dimensionMismatch(expected: Int, found: Int)
    /// A component is not a finite number.
    case notFinite(position: Int)
    /// A vector of length zero has no direction, so it has no cosine.
    case zeroVector
    /// The length of a vector is none that inner products of single precision can be taken with.
    case lengthOutOfRange(length: Double, allowed: ClosedRange<Double>)
    /// More changes at once than a durable index takes.
    case batchTooLarge(changes: Int, limit: Int)
    /// `UInt64.max` stands for "no group" and cannot be one.
    case reservedGroup
    /// The folder holds an index of another kind; `what` is the property that differs.
    case differentIndex(what: String, expected: String, found: String)
    /// A file was written by another version of this code.
    case unknownVersion(file: String, expected: UInt32, found: UInt32)
    /// A file is not what was written; `part` says where.
    case damaged(file: String, part: String)
    /// The system refused a call; `code` is its error number.
    case system(operation: String, file: String, code: Int32)
    /// Another process or object writes to the folder.
    case locked(file: String)
    /// The index was opened for reading only.
    case readOnly
    /// An earlier write failed, so what is on disk is not known; the index must be opened again.
    case writingStopped(cause: String)
}

extension VectorIndexError: CustomStringConvertible {
    /// What happened and what to do.
    public var description: String {
        switch self {
        case .dimensionMismatch(let expected, let found):
            "The vector has \(found) components, the index holds vectors of \(expected); "
                + "use the model the index was built with."
        case .notFinite(let position):
            "Component \(position) of the vector is not a finite number; check what produced it."
        case .zeroVector:
            "The vector is all zeros and has no direction; leave it out."
        case .lengthOutOfRange(let length, let allowed):
            "The vector's length is \(length), and must be 0 or from \(allowed.lowerBound) to "
                + "\(allowed.upperBound); scale all vectors alike."
        case .batchTooLarge(let changes, let limit):
            "\(changes) changes are too many for one batch; apply at most \(limit) at a time."
        case .reservedGroup:
            "The group \(UInt64.max) is reserved; use another number or no group."
        case .differentIndex(let what, let expected, let found):
            "The folder holds an index whose \(what) is \(found), not \(expected); "
                + "open it as what it is, or choose another folder."
        case .unknownVersion(let file, let expected, let found):
            "\(file) has format version \(found), this program knows \(expected); "
                + "use the program that wrote it, or rebuild the index."
        case .damaged(let file, let part):
            "\(file) is damaged (\(part)); rebuild the index or restore the folder."
        case .system(let operation, let file, let code):
            "The system refused to \(operation) \(file) (error \(code)); "
                + "check the disk and the permissions."
        case .locked(let file):
            "\(file) is held by another writer; end it, or open the index for reading."
        case .readOnly:
            "The index was opened for reading only; open it for writing to change it."
        case .writingStopped(let cause):
            "An earlier write failed (\(cause)); open the index again to go on."
        }
    }
}
