public import FaceTypes

/// Which parts of two faces carry their likeness, as far as it was measured.
public struct LikenessExplanation: Sendable, Hashable, Codable {
    /// What covering one region does.
    public struct Contribution: Sendable, Hashable, Codable {
        /// The region; its raw value is a stable key.
        public var region: FaceRegion

        /// Where it lies in both crops, in parts of their side, 0...1 from the top left corner.
        ///
        /// Together with those of the other regions they are the whole crop.
        public var areas: [Box]

        /// The similarity that is left when the region of one face is covered, the mean of covering
        /// either face's.
        public var similarityWithout: Float

        /// The region's part of all that is lost region by region, 0...1; the shares add up to 1.
        ///
        /// `nil` when no cover loses anything, or the faces are too unlike to explain.
        public var share: Float?
    }

    /// The similarity of the two whole faces: cosine, -1...1.
    public var similarity: Float

    /// The similarity that is left when one face is covered whole: what the measure calls nothing.
    public var similarityCovered: Float

    /// Every region once, the greatest share first.
    public var regions: [Contribution]

    /// How it was measured, in a sentence for readers.
    public var method: String
}
