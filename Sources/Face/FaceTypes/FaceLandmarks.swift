/// The five points alignment needs, in pixels of the picture they were found in.
///
/// Left and right are the viewer's: `leftEye` is the eye at the picture's left.
public struct FaceLandmarks: Sendable, Hashable, Codable {
    /// Centre of the eye at the picture's left.
    public var leftEye: Point

    /// Centre of the eye at the picture's right.
    public var rightEye: Point

    /// Tip (or base, for dlib's predictor) of the nose, as the pack's detector defines it.
    public var nose: Point

    /// Corner of the mouth at the picture's left.
    public var leftMouth: Point

    /// Corner of the mouth at the picture's right.
    public var rightMouth: Point

    /// Makes the five points.
    public init(
        leftEye: Point,
        rightEye: Point,
        nose: Point,
        leftMouth: Point,
        rightMouth: Point
    ) {
        self.leftEye = leftEye
        self.rightEye = rightEye
        self.nose = nose
        self.leftMouth = leftMouth
        self.rightMouth = rightMouth
    }

    /// The points in the order left eye, right eye, nose, left mouth, right mouth.
    public var points: [Point] { [leftEye, rightEye, nose, leftMouth, rightMouth] }
}
