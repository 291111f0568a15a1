public import FaceTypes

/// A face ready for searching or enrolling.
public struct AnalysedFace: Sendable {
    /// Where it is, in pixels of the photo at full size, upright as its file says.
    public let detection: DetectedFace

    /// The upright crop the embedding was made from.
    public let aligned: AlignedFace

    /// What was measured of it and what speaks against using it.
    public let quality: FaceQuality

    /// The face as a unit vector.
    public let embedding: Embedding
}
