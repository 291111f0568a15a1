import FacePipeline
import FaceTypes
import ModelPacks
import Testing

@Suite struct TurnSignsTests {
    private let box = Box(x: 0, y: 0, width: 100, height: 139)

    /// A face of ordinary proportions, its nose so far beside the middle.
    private func landmarks(nose: Float = 0, eyes: Float = 46, mouth: Float = 41) -> FaceLandmarks {
        let middle: Float = 50 + nose / 2
        return FaceLandmarks(
            leftEye: Point(x: middle - eyes / 2, y: 53),
            rightEye: Point(x: middle + eyes / 2, y: 53),
            nose: Point(x: middle + nose, y: 82),
            leftMouth: Point(x: middle - mouth / 2, y: 102),
            rightMouth: Point(x: middle + mouth / 2, y: 102)
        )
    }

    private func mirrored(_ face: FaceLandmarks) -> FaceLandmarks {
        func turned(_ point: Point) -> Point { Point(x: 100 - point.x, y: point.y) }
        return FaceLandmarks(
            leftEye: turned(face.rightEye),
            rightEye: turned(face.leftEye),
            nose: turned(face.nose),
            leftMouth: turned(face.rightMouth),
            rightMouth: turned(face.leftMouth)
        )
    }

    @Test func `a face and its mirror image show the same signs`() {
        let face = landmarks(nose: 12)
        let one = TurnSigns(landmarks: face, box: box, confidence: 0.9)
            .with(HeadPose(yaw: 31, pitch: 4, roll: 2))
        let other = TurnSigns(landmarks: mirrored(face), box: box, confidence: 0.9)
            .with(HeadPose(yaw: -31, pitch: 4, roll: -2))
        #expect(one.count == TurnSigns.shapeCount + TurnSigns.netCount)
        for (left, right) in zip(one, other) { #expect(abs(left - right) < 1e-4) }
    }

    @Test func `neither place nor size of a face changes its signs`() {
        let face = landmarks(nose: 8)
        func moved(_ point: Point) -> Point { Point(x: 3 * point.x + 40, y: 3 * point.y - 9) }
        let larger = FaceLandmarks(
            leftEye: moved(face.leftEye),
            rightEye: moved(face.rightEye),
            nose: moved(face.nose),
            leftMouth: moved(face.leftMouth),
            rightMouth: moved(face.rightMouth)
        )
        let one = TurnSigns(landmarks: face, box: box, confidence: 0.9).shape
        let other = TurnSigns(
            landmarks: larger,
            box: Box(x: 40, y: -9, width: 300, height: 417),
            confidence: 0.9
        ).shape
        for (left, right) in zip(one, other) { #expect(abs(left - right) < 1e-4) }
    }

    @Test func `landmarks that fall together give numbers all the same`() {
        let point = Point(x: 50, y: 60)
        let face = FaceLandmarks(
            leftEye: point,
            rightEye: point,
            nose: point,
            leftMouth: point,
            rightMouth: point
        )
        let signs = TurnSigns(landmarks: face, box: box, confidence: 0.5)
        let numbers = signs.with(HeadPose(yaw: 0, pitch: 0, roll: 0))
        #expect(numbers.allSatisfy { $0.isFinite })
    }

    @Test func `an ordinary face is not turned and one seen from the side is`() throws {
        let judge = try #require(TurnedHeadJudge(for: TestPacks.open(weights: "").manifest))
        let front = TurnSigns(landmarks: landmarks(), box: box, confidence: 0.94)
        #expect(judge.evidence(front, HeadPose(yaw: 2, pitch: 0, roll: 0)) < 0)
        let side = TurnSigns(
            landmarks: landmarks(nose: 24, eyes: 12, mouth: 16),
            box: box,
            confidence: 0.84
        )
        #expect(judge.mayBeTurned(side))
        #expect(judge.evidence(side, HeadPose(yaw: 65, pitch: 0, roll: 0)) > 0)
    }

    @Test func `packs of another detector or without a head-pose net have no such judge`() {
        #expect(TurnedHeadJudge(for: TestPacks.arcface(weights: "").manifest) == nil)
    }
}
