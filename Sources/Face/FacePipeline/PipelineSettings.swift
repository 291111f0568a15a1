public import Imaging
public import Inference

/// What a pipeline may be told.
public struct PipelineSettings: Sendable, Hashable {
    /// What photos may ask for.
    public var limits: DecodeLimits

    /// Arithmetic of the detector, the embedder and the head-pose net; embeddings of different
    /// precisions do not belong into one gallery.
    public var precision: InferencePrecision

    /// Long side of the first look at a photo, in pixels; `nil` takes the pack's own.
    public var detectionLongEdge: Int?

    /// Whether small faces are looked for in finer looks when only small ones (or none) were seen.
    public var looksFiner: Bool

    /// Whether photos without an upright face are turned by 90, 180 and 270 degrees.
    public var triesTurns: Bool

    /// Photos whose long side is longer may be shrunk while they are decoded, to this at least;
    /// faces that turn out small are then cut from the full photo.
    public var decodedLongEdge: Int

    /// Most faces of a photo that are aligned, judged and embedded, the most prominent first.
    public var facesMax: Int

    /// What refuses a face.
    public var quality: QualityLimits

    /// Makes settings; every default is what the measured figures were taken with.
    public init(
        limits: DecodeLimits = DecodeLimits(),
        precision: InferencePrecision = .f32,
        detectionLongEdge: Int? = nil,
        looksFiner: Bool = true,
        triesTurns: Bool = true,
        decodedLongEdge: Int = 2000,
        facesMax: Int = 500,
        quality: QualityLimits = QualityLimits()
    ) {
        self.limits = limits
        self.precision = precision
        self.detectionLongEdge = detectionLongEdge
        self.looksFiner = looksFiner
        self.triesTurns = triesTurns
        self.decodedLongEdge = decodedLongEdge
        self.facesMax = facesMax
        self.quality = quality
    }
}
