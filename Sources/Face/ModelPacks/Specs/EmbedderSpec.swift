public import FaceTypes

/// How a pack turns an aligned face into an embedding, and what its similarities mean.
public struct EmbedderSpec: Sendable, Hashable, Codable {
    /// How a face is cut out of its picture.
    public enum Chip: String, Sendable, Hashable, Codable {
        /// Least-squares similarity transform, bilinear, border 0.
        case similarity
        /// dlib's `extract_image_chip`: with T the similarity transform from `template` to the
        /// landmarks and s its scale, the crop is the square of side `edge` s about
        /// T(edge / 2, edge / 2), turned as T turns; pixel centres 0 and `edge` - 1 lie on the
        /// square's corners, which are (`edge` s - 1) apart. Large faces are first halved by
        /// dlib's pyramid.
        case dlib
    }

    /// Which five points of a face the crop is fitted to, and so what `template` lists.
    public enum LandmarkScheme: String, Sendable, Hashable, Codable {
        /// `FaceLandmarks.points`: eye centres, nose, mouth corners, left to right in the picture.
        case centres
        /// The raw output of dlib's 5-point predictor, in its own order: outer and inner corner of
        /// the eye at the picture's right, outer and inner corner of the eye at the picture's left,
        /// base of the nose. Only possible with a detector that has a `landmarkPredictor`; its
        /// `FaceLandmarks` (eye centres as the mean of two corners, mouth corners estimated) are
        /// for display and quality alone.
        case dlibCorners
    }

    /// Graph file, relative to the pack's folder; one input (N, 3, edge, edge), one output
    /// (N, dimension) or (N, dimension, 1, 1), not yet scaled to unit length.
    public var graph: String

    /// Side of the square input, in pixels.
    public var edge: Int

    /// What the graph wants to be fed.
    public var input: PixelInput

    /// How the face is cut out.
    public var chip: Chip

    /// Which landmarks the crop is fitted to.
    public var landmarkScheme: LandmarkScheme

    /// Where the five landmarks belong in the crop, in pixels; order as `landmarkScheme` says.
    public var template: [Point]

    /// Components of an embedding.
    public var dimension: Int

    /// Whether the raw outputs of the crop and of its mirror image are averaged; `nil` is no.
    ///
    /// Takes two runs of the graph. With dlib's ResNet it lifts rank-1 on LFW by about 2 points.
    public var averagesMirror: Bool?

    /// Subtracted from the graph's raw output before it is scaled to unit length; `nil` for none.
    ///
    /// dlib's vectors are compared by Euclidean distance and lie about as far from the origin as
    /// they differ. Subtracting their mean and scaling costs .7 points of accuracy on LFW, because
    /// what is near the mean is blown up. The point subtracted must have all vectors at about the
    /// same distance, so that the order by angle is that by distance: `classic` steps a quarter of
    /// the mean away from it, `classic-mtcnn` takes the (regularised least squares) centre of the
    /// sphere nearest to the vectors.
    public var centre: [Float]?

    /// Similarity above which two photos show the same person, by false match rate.
    public var thresholds: MatchThresholds

    /// Describes an embedder.
    public init(
        graph: String,
        edge: Int,
        input: PixelInput,
        chip: Chip,
        landmarkScheme: LandmarkScheme = .centres,
        template: [Point],
        dimension: Int,
        averagesMirror: Bool? = nil,
        centre: [Float]?,
        thresholds: MatchThresholds
    ) {
        self.graph = graph
        self.edge = edge
        self.input = input
        self.chip = chip
        self.landmarkScheme = landmarkScheme
        self.template = template
        self.dimension = dimension
        self.averagesMirror = averagesMirror
        self.centre = centre
        self.thresholds = thresholds
    }
}
