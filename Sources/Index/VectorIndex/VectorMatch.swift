/// A stored vector that is close to a query.
public struct VectorMatch: Sendable, Hashable {
    /// The id it was stored under.
    public var id: UInt64
    /// The group it was stored with, or `nil`.
    public var group: UInt64?
    /// Cosine (-1...1) or inner product, greater is closer.
    public var similarity: Float

    /// Makes a match.
    public init(id: UInt64, group: UInt64?, similarity: Float) {
        self.id = id
        self.group = group
        self.similarity = similarity
    }
}

extension VectorMatch {
    /// The order of answers: closest first, and the smaller id first among equals, so that equal
    /// contents always give equal answers.
    package static func precedes(_ left: VectorMatch, _ right: VectorMatch) -> Bool {
        left.similarity != right.similarity
            ? left.similarity > right.similarity : left.id < right.id
    }
}

/// The stored form of "no group".
let noGroup = UInt64.max
