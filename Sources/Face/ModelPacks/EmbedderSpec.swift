public import FaceTypes

/// How a pack turns an aligned face into an embedding, and what its similarities mean.
public struct EmbedderSpec: Sendable, Hashable, Codable {
    /// How a face is cut out of its picture.
    public enum Chip: String, Sendable, Hashable, Codable {
        /// Least-squares similarity transform, bilinear, border 0.
        case similarity
        /// dlib's `extract_image_chip`: as above, but large faces are first halved by its pyramid.
        case dlib
    }

    /// Graph file, relative to the pack's folder.
    public var graph: String

    /// Side of the square input, in pixels.
    public var edge: Int

    /// What the graph wants to be fed.
    public var input: PixelInput

    /// How the face is cut out.
    public var chip: Chip

    /// Where the five landmarks belong in the crop, in pixels; order as `FaceLandmarks.points`.
    public var template: [Point]

    /// Components of an embedding.
    public var dimension: Int

    /// Subtracted from the graph's raw output before it is scaled to unit length; `nil` for none.
    ///
    /// dlib's vectors lie far from the origin: the cosine only orders them well once centred.
    public var centre: [Float]?

    /// Similarity above which two photos show the same person, by false match rate.
    public var thresholds: MatchThresholds

    /// Describes an embedder.
    public init(
        graph: String,
        edge: Int,
        input: PixelInput,
        chip: Chip,
        template: [Point],
        dimension: Int,
        centre: [Float]?,
        thresholds: MatchThresholds
    ) {
        self.graph = graph
        self.edge = edge
        self.input = input
        self.chip = chip
        self.template = template
        self.dimension = dimension
        self.centre = centre
        self.thresholds = thresholds
    }
}
