public import FaceTypes

/// A face the detector found, with what the following steps need of it.
public struct LocatedFace: Sendable, Equatable {
    /// Where it is, in pixels of the photo at full size, upright as its file says.
    public let detection: DetectedFace

    /// The detector's score of the look that tells real faces best, 0...1.
    public let sureness: Float

    /// Whether that score is one that human faces get; animals, statues and patterns do not.
    public let looksReal: Bool

    /// The box in pixels of the searched picture, which stands upright.
    package let uprightBox: Box

    /// The five points in pixels of the searched picture.
    package let uprightLandmarks: FaceLandmarks

    /// The points of the pack's landmark scheme, in pixels of the searched picture.
    package let alignmentPoints: [Point]

    /// Gathers the parts.
    package init(
        detection: DetectedFace,
        sureness: Float,
        looksReal: Bool,
        uprightBox: Box,
        uprightLandmarks: FaceLandmarks,
        alignmentPoints: [Point]
    ) {
        self.detection = detection
        self.sureness = sureness
        self.looksReal = looksReal
        self.uprightBox = uprightBox
        self.uprightLandmarks = uprightLandmarks
        self.alignmentPoints = alignmentPoints
    }
}
