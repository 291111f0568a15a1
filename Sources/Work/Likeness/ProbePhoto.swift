public import FaceTypes

/// One photo of the person asked about.
public struct ProbePhoto: Sendable, Hashable {
    /// The face's embedding.
    public var embedding: Embedding

    /// The judgement of the face.
    public var quality: FaceQuality

    /// Where it came from, to be named in the answer: a path, or `nil`.
    public var source: String?

    /// Where the face lies in its photo, in pixels, or `nil`.
    public var box: Box?

    /// Joins the parts.
    public init(
        embedding: Embedding,
        quality: FaceQuality,
        source: String? = nil,
        box: Box? = nil
    ) {
        self.embedding = embedding
        self.quality = quality
        self.source = source
        self.box = box
    }
}
