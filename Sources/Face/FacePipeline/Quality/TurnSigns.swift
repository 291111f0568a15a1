package import FaceTypes
internal import Foundation

/// What the landmarks, the box and the head-pose net tell of how far a head is turned, as numbers that
/// do not depend on where the face is, how large, or to which side it looks.
///
/// The frame of the landmarks is the line from between the eyes to the middle of the mouth: it holds
/// when the eyes fall together. Its length is the unit, and the side the nose points to is positive.
package struct TurnSigns: Sendable {
    /// How many numbers the landmarks and the box give.
    package static let shapeCount = 16

    /// How many the head-pose net adds.
    package static let netCount = 4

    /// Of landmarks and box.
    package let shape: [Float]

    /// Tilt of the frame, in degrees, clockwise positive.
    private let tilt: Float

    /// 1 when the nose points to the picture's right, else -1.
    private let side: Float

    /// Measures a face.
    ///
    /// - Parameters:
    ///   - landmarks: In any pixels.
    ///   - box: In the same.
    ///   - confidence: The detector's score.
    package init(landmarks: FaceLandmarks, box: Box, confidence: Float) {
        let eyes = landmarks.leftEye.middle(to: landmarks.rightEye)
        let mouth = landmarks.leftMouth.middle(to: landmarks.rightMouth)
        let height = mouth.minus(eyes)
        let unit = max(height.length, 1e-3)
        let down = Point(x: height.x / unit, y: height.y / unit)
        let across = Point(x: down.y, y: -down.x)
        let nose = landmarks.nose.minus(eyes)
        let eyeLine = landmarks.rightEye.minus(landmarks.leftEye)
        let mouthLine = landmarks.rightMouth.minus(landmarks.leftMouth)
        let offset = nose.dot(across) / unit
        let side: Float = offset >= 0 ? 1 : -1
        func inBox(_ point: Point) -> (x: Float, y: Float) {
            let from = point.minus(box.centre)
            return (side * from.x / max(box.width, 1e-3), from.y / max(box.height, 1e-3))
        }
        let (noseIn, eyesIn, mouthIn) = (inBox(landmarks.nose), inBox(eyes), inBox(mouth))
        shape = [
            abs(offset), eyeLine.dot(across) / unit, side * eyeLine.dot(down) / unit,
            mouthLine.dot(across) / unit, side * mouthLine.dot(down) / unit,
            nose.dot(down) / unit, unit / max(box.height, 1e-3),
            box.width / max(box.height, 1e-3), noseIn.x, noseIn.y, eyesIn.x, eyesIn.y,
            mouthIn.x, mouthIn.y, confidence, eyeLine.length / max(box.width, 1e-3),
        ]
        self.side = side
        tilt = atan2(-height.x, height.y) * 180 / .pi
    }

    /// All numbers: those of the shape, then the net's.
    package func with(_ pose: HeadPose) -> [Float] {
        shape + [
            side * pose.yaw / 45, pose.pitch / 45, side * (pose.roll - tilt) / 45,
            abs(pose.yaw) / 45,
        ]
    }
}
