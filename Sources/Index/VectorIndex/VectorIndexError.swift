/// Why an index refused a call.
public enum VectorIndexError: Error, Sendable, Hashable {
    /// A vector has the wrong number of components.
    case dimensionMismatch(expected: Int, found: Int)
    /// A component is not a finite number.
    case notFinite(position: Int)
    /// A vector of length zero has no direction, so it has no cosine.
    case zeroVector
    /// `UInt64.max` stands for "no group" and cannot be one.
    case reservedGroup
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
        case .reservedGroup:
            "The group \(UInt64.max) is reserved; use another number or no group."
        }
    }
}
