/// How a pack finds faces: which decoder reads which graphs, and with what numbers.
public struct DetectorSpec: Sendable, Hashable, Codable {
    /// The decoder of the graphs' outputs; named here, never guessed from shapes.
    public var head: DetectorHead

    /// Graph files by their part, relative to the pack's folder: `net` for YuNet, SCRFD and mmod;
    /// `pnet`, `rnet`, `onet` for MTCNN.
    public var graphs: [String: String]

    /// dlib's landmark predictor for heads that give boxes only (mmod), relative to the pack's folder.
    public var landmarkPredictor: String?

    /// What the graph wants to be fed.
    public var input: PixelInput

    /// Detections below this score are dropped, 0...1 (mmod: raw score, 0 is its own threshold).
    public var scoreThreshold: Float

    /// Two boxes overlapping more than this (intersection over union) are one face.
    public var overlapThreshold: Float

    /// Long side, in pixels, of the first look at a picture.
    public var longEdge: Int

    /// Describes a detector.
    public init(
        head: DetectorHead,
        graphs: [String: String],
        landmarkPredictor: String? = nil,
        input: PixelInput,
        scoreThreshold: Float,
        overlapThreshold: Float,
        longEdge: Int
    ) {
        self.head = head
        self.graphs = graphs
        self.landmarkPredictor = landmarkPredictor
        self.input = input
        self.scoreThreshold = scoreThreshold
        self.overlapThreshold = overlapThreshold
        self.longEdge = longEdge
    }
}
