public import FaceTypes

/// What is known of a photo, to ask whether a removal forbids it; the more is known, the surer is a no.
public struct SuppressionQuestion: Sendable, Hashable {
    /// The key of whom it shows.
    public var key: String?
    /// Where it is read.
    public var origin: String
    /// The page or address it came from.
    public var source: String?
    /// SHA-256 of its bytes.
    public var hash: ContentHash?
    /// What it looks like.
    public var perceptualHash: UInt64?

    /// Asks.
    public init(
        key: String?,
        origin: String,
        source: String?,
        hash: ContentHash? = nil,
        perceptualHash: UInt64? = nil
    ) {
        self.key = key
        self.origin = origin
        self.source = source
        self.hash = hash
        self.perceptualHash = perceptualHash
    }
}
