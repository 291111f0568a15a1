internal import Foundation
package import FaceTypes

/// How a head is turned, in degrees.
package struct HeadPose: Sendable, Hashable {
    /// To the side, negative to the picture's left.
    package var yaw: Float

    /// Up or down, negative downwards.
    package var pitch: Float

    /// Towards a shoulder, clockwise positive.
    package var roll: Float

    /// Names a pose.
    package init(yaw: Float, pitch: Float, roll: Float) {
        self.yaw = yaw
        self.pitch = pitch
        self.roll = roll
    }

    /// Offset of the nose from between the eyes, in eye distances, at a yaw of 45 degrees; it is
    /// .56 for the median face.
    private static let noseReach: Float = 0.56

    /// The same for faces that seem turned: their nose is placed badly more often, and this keeps
    /// them from being refused for it (1 in 2,500 of LFW lies beyond 62 degrees).
    private static let cautiousNoseReach: Float = 0.75

    /// Beyond this yaw, in degrees, the cautious number counts.
    private static let cautiousFrom: Float = 40

    /// Height of the eyes above the mouth, in eye distances, of a frontal face (median of LFW).
    private static let frontalHeight: Float = 1.054

    /// Estimates the pose from the five landmarks.
    ///
    /// Yaw is read from the nose, which moves off the line between eyes and mouth, and from the
    /// eyes, which move together; pitch from the height of the mouth below the eyes, which shrinks.
    package init(landmarks: FaceLandmarks) {
        let eyes = landmarks.rightEye.minus(landmarks.leftEye)
        let distance = max(eyes.length, 1e-3)
        let along = Point(x: eyes.x / distance, y: eyes.y / distance)
        let down = Point(x: -along.y, y: along.x)
        let between = landmarks.leftEye.middle(to: landmarks.rightEye)
        let nose = landmarks.nose.minus(between)
        let mouth = landmarks.leftMouth.middle(to: landmarks.rightMouth).minus(between)
        let height = mouth.dot(down) / distance
        let offset = nose.dot(along) / distance
        let nosePart = Self.yaw(ofNoseAt: offset)
        // Eyes closer together than a face's height allows: how far it must be turned for that.
        let squeezed = acos(min(1, Self.frontalHeight * 1.15 / max(height, 1e-3))) * 180 / .pi
        yaw = abs(nosePart) >= squeezed ? nosePart : (offset < 0 ? -squeezed : squeezed)
        let flattened = acos(min(1, max(height, 0) / (Self.frontalHeight * 0.85))) * 180 / .pi
        // A nose nearer to the eyes than .59 of the way to the mouth (LFW's median) looks up.
        pitch = nose.dot(down) < mouth.dot(down) * 0.59 ? flattened : -flattened
        roll = atan2(along.y, along.x) * 180 / .pi
    }

    private static func yaw(ofNoseAt offset: Float) -> Float {
        let plain = atan2(offset, noseReach) * 180 / .pi
        guard abs(plain) > cautiousFrom else { return plain }
        let cautious = atan2(offset, cautiousNoseReach) * 180 / .pi
        return abs(cautious) > cautiousFrom
            ? cautious : (offset < 0 ? -cautiousFrom : cautiousFrom)
    }

    /// Whether the landmarks show a head so little turned that a net need not be asked.
    ///
    /// Their yaw agrees with the net's within 4 degrees there.
    package var isNearlyFrontal: Bool { abs(yaw) < 25 && abs(pitch) < 25 }
}

extension Point {
    func minus(_ other: Point) -> Point { Point(x: x - other.x, y: y - other.y) }

    func dot(_ other: Point) -> Float { x * other.x + y * other.y }

    func middle(to other: Point) -> Point { Point(x: (x + other.x) / 2, y: (y + other.y) / 2) }

    var length: Float { dot(self).squareRoot() }
}
