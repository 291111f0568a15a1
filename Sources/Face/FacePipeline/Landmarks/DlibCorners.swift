import FaceTypes
import Imaging

/// dlib's five points: outer and inner corner of the eye at the picture's right, outer and inner
/// corner of the eye at the picture's left, base of the nose.
enum DlibCorners {
    /// Where a mean face's nose tip and mouth corners lie, in the frame of dlib's mean corners
    /// (unit square before padding, from the 150-pixel chip's own points).
    private static let reference: [Point] = [
        Point(x: 0.859_567_46, y: 0.213_498_15), Point(x: 0.646_060_48, y: 0.228_967_44),
        Point(x: 0.120_575_06, y: 0.213_727_45), Point(x: 0.334_085_06, y: 0.229_064_24),
        Point(x: 0.490_112_31, y: 0.627_797_53),
    ]
    private static let leftMouth = Point(x: 0.254_15, y: 0.780_23)
    private static let rightMouth = Point(x: 0.726_1, y: 0.780_23)

    /// Landmarks for display and quality: eye centres between their corners, mouth corners where a
    /// mean face has them.
    ///
    /// - Returns: `nil` when the corners fall together.
    static func landmarks(from corners: [Point]) -> FaceLandmarks? {
        guard corners.count == 5,
            let fit = try? SimilarityTransform(mapping: reference, to: corners)
        else { return nil }
        return FaceLandmarks(
            leftEye: corners[2].middle(to: corners[3]),
            rightEye: corners[0].middle(to: corners[1]),
            nose: corners[4],
            leftMouth: fit.apply(leftMouth),
            rightMouth: fit.apply(rightMouth)
        )
    }
}
