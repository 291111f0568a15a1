import FacePipeline
import FaceTypes
import Testing

@Suite struct SuppressionTests {
    private func face(_ x: Float, _ edge: Float, _ score: Float) -> Candidate {
        Candidate(box: Box(x: x, y: 0, width: edge, height: edge), landmarks: nil, score: score)
    }

    @Test func `the best of two overlapping boxes stays`() {
        let kept = [face(0, 10, 0.7), face(2, 10, 0.9), face(30, 10, 0.6)]
            .suppressed(threshold: 0.3)
        #expect(kept.map(\.score) == [0.9, 0.6])
    }

    @Test func `boxes of equal score keep their order`() {
        let kept = [face(0, 10, 0.8), face(1, 10, 0.8)].suppressed(threshold: 0.3)
        #expect(kept.map(\.box.x) == [0])
    }

    @Test func `a part inside a whole is dropped only by the smaller measure`() {
        let faces = [face(0, 100, 0.9), face(10, 20, 0.8)]
        #expect(faces.suppressed(threshold: 0.7, measure: .union).count == 2)
        #expect(faces.suppressed(threshold: 0.7, measure: .smaller).count == 1)
    }

    @Test func `dlib's measure counts the rectangle around both`() {
        // 10 x 10 boxes 5 apart, diagonal: 25 shared of 225 enclosed.
        let left = Candidate(
            box: Box(x: 0, y: 0, width: 10, height: 10),
            landmarks: nil,
            score: 0.9
        )
        let right = Candidate(
            box: Box(x: 5, y: 5, width: 10, height: 10),
            landmarks: nil,
            score: 0.8
        )
        #expect([left, right].suppressed(threshold: 0.11, measure: .enclosing).count == 1)
        #expect([left, right].suppressed(threshold: 0.12, measure: .enclosing).count == 2)
    }
}
