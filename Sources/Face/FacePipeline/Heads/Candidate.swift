package import FaceTypes

/// A face as a decoder reads it from a net's outputs, in pixels of the picture the net was fed.
package struct Candidate: Sendable, Equatable {
    /// Where it is.
    package var box: Box

    /// Its five points; `nil` from a head that gives boxes only.
    package var landmarks: FaceLandmarks?

    /// The net's own score; greater is surer.
    package var score: Float

    /// Makes a candidate.
    package init(box: Box, landmarks: FaceLandmarks?, score: Float) {
        self.box = box
        self.landmarks = landmarks
        self.score = score
    }

    /// Whether every number is finite and the box has an extent.
    var isSound: Bool {
        let numbers = [box.x, box.y, box.width, box.height, score]
        guard numbers.allSatisfy(\.isFinite), box.width > 0, box.height > 0 else { return false }
        return landmarks?.points.allSatisfy { $0.x.isFinite && $0.y.isFinite } ?? true
    }

    /// The same face in a picture in which every coordinate is `factor` times as large.
    func scaled(by factor: Float) -> Candidate {
        mapped { Point(x: $0.x * factor, y: $0.y * factor) }
    }

    /// The same face after a change of coordinates that keeps boxes upright.
    func mapped(by change: (Point) -> Point) -> Candidate {
        let first = change(Point(x: box.x, y: box.y))
        let second = change(Point(x: box.x + box.width, y: box.y + box.height))
        return Candidate(
            box: Box(
                x: min(first.x, second.x),
                y: min(first.y, second.y),
                width: abs(second.x - first.x),
                height: abs(second.y - first.y)
            ),
            landmarks: landmarks.map {
                FaceLandmarks(
                    leftEye: change($0.leftEye),
                    rightEye: change($0.rightEye),
                    nose: change($0.nose),
                    leftMouth: change($0.leftMouth),
                    rightMouth: change($0.rightMouth)
                )
            },
            score: score
        )
    }
}
