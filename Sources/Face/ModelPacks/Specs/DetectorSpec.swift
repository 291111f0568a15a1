/// How a pack finds faces: which decoder reads which graphs, and with what numbers.
public struct DetectorSpec: Sendable, Hashable, Codable {
    /// The decoder of the graphs' outputs; named here, never guessed from shapes.
    public var head: DetectorHead

    /// Graph files by their part, relative to the pack's folder: `net` for YuNet, SCRFD and mmod;
    /// `pnet`, `rnet`, `onet` for MTCNN.
    ///
    /// Every graph takes one input (N, 3, H, W) in `input`'s form. Outputs, looked up by name:
    /// - `yunet`, `scrfd`: as published (YuNet's under any of a tensor's names).
    /// - `mmod`: `score` (1, 1, h, w), h and w dynamic; cell (c, r) is the 80 x 80 window centred
    ///   at (8 c + 14, 8 r + 14) of the input, which may be one pyramid level or dlib's tiling.
    /// - `mtcnn`: `pnet` (1, 3, H, W; at least 12 x 12) gives `face` (1, 2, h, w) whose channel 1
    ///   is the probability, and `box` (1, 4, h, w); `rnet` (N, 3, 24, 24) gives `face` (N, 2) and
    ///   `box` (N, 4); `onet` (N, 3, 48, 48) gives those and `points` (N, 10), five x, then five y.
    public var graphs: [String: String]

    /// dlib's landmark predictor for heads that give boxes only (mmod), relative to the pack's
    /// folder; read it with `LandmarkPredictorModel`.
    public var landmarkPredictor: String?

    /// What the graph wants to be fed.
    public var input: PixelInput

    /// Detections below this score are dropped, 0...1 (mmod: raw score, 0 is its own threshold;
    /// MTCNN: that of the last stage, `cascade` has those of the first two).
    public var scoreThreshold: Float

    /// Two boxes overlapping more than this (intersection over union) are one face.
    public var overlapThreshold: Float

    /// Long side, in pixels, of the first look at a picture.
    public var longEdge: Int

    /// Numbers only a cascade over an image pyramid has; `nil` unless the head is `mtcnn`.
    public var cascade: CascadeNumbers?

    /// How often a picture without a face is doubled in size and looked at again; `nil` is never.
    ///
    /// mmod's window is 80 x 80, so smaller faces are only found in enlarged pictures.
    public var doublings: Int?

    /// Describes a detector.
    public init(
        head: DetectorHead,
        graphs: [String: String],
        landmarkPredictor: String? = nil,
        input: PixelInput,
        scoreThreshold: Float,
        overlapThreshold: Float,
        longEdge: Int,
        cascade: CascadeNumbers? = nil,
        doublings: Int? = nil
    ) {
        self.head = head
        self.graphs = graphs
        self.landmarkPredictor = landmarkPredictor
        self.input = input
        self.scoreThreshold = scoreThreshold
        self.overlapThreshold = overlapThreshold
        self.longEdge = longEdge
        self.cascade = cascade
        self.doublings = doublings
    }
}
