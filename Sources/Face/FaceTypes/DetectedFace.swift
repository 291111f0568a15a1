/// A face a detector saw.
public struct DetectedFace: Sendable, Hashable, Codable {
    /// Where it is, in pixels of the upright, full-size picture.
    public var box: Box

    /// Its five points, in the same pixels.
    public var landmarks: FaceLandmarks

    /// The detector's own score, 0...1; comparable within one pack only.
    public var confidence: Float

    /// Makes a detection.
    public init(box: Box, landmarks: FaceLandmarks, confidence: Float) {
        self.box = box
        self.landmarks = landmarks
        self.confidence = confidence
    }
}
