/// What MTCNN's first two stages run with (Zhang et al., "Joint Face Detection and Alignment Using
/// Multitask Cascaded Convolutional Networks", 2016).
public struct CascadeNumbers: Sendable, Hashable, Codable {
    /// Faces below this probability are dropped after the first stage (12 x 12 windows), 0...1.
    public var proposalThreshold: Float

    /// Faces below this probability are dropped after the second stage (24 x 24), 0...1.
    public var refinementThreshold: Float

    /// Each level of the image pyramid is this much smaller than the one before, 0..<1.
    public var pyramidFactor: Float

    /// Short side, in pixels of the looked-at picture, of the smallest face to find; 12 or more.
    public var smallestFace: Int

    /// Describes a cascade.
    public init(
        proposalThreshold: Float,
        refinementThreshold: Float,
        pyramidFactor: Float,
        smallestFace: Int
    ) {
        self.proposalThreshold = proposalThreshold
        self.refinementThreshold = refinementThreshold
        self.pyramidFactor = pyramidFactor
        self.smallestFace = smallestFace
    }
}
