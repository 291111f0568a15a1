public import FaceTypes

/// What an evaluation compares of a photo.
public struct EmbeddedPhoto: Sendable, Hashable {
    /// The embedding, as galleries keep it.
    public let embedding: Embedding

    /// The network's own numbers, where the pack subtracts a mean and scales them; else `nil`.
    ///
    /// Their Euclidean distance is then evaluated beside the cosine.
    public let raw: [Float]?

    /// Joins both.
    public init(_ embedding: Embedding, raw: [Float]? = nil) {
        self.embedding = embedding
        self.raw = raw
    }
}
