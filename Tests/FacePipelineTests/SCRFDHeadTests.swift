import FacePipeline
import FaceTypes
import Testing

@Suite struct SCRFDHeadTests {
    private func emptyLevel(stride: Int, edge: Int) -> SCRFDHead.Level {
        let anchors = (edge / stride) * (edge / stride) * SCRFDHead.anchors
        return SCRFDHead.Level(
            scores: [Float](repeating: 0, count: anchors),
            distances: [Float](repeating: 1, count: anchors * 4),
            points: [Float](repeating: 0, count: anchors * 10)
        )
    }

    @Test func `an anchor's distances are measured from its cell's corner`() throws {
        var level = emptyLevel(stride: 16, edge: 64)
        // The second anchor of cell (3, 1) of a 4 x 4 map.
        let anchor = (1 * 4 + 3) * 2 + 1
        level.scores[anchor] = 0.8
        level.distances.replaceSubrange((anchor * 4)..<(anchor * 4 + 4), with: [1, 0.5, 2, 3])
        level.points[anchor * 10 + 4] = -1
        level.points[anchor * 10 + 5] = 0.25
        let faces = try SCRFDHead.decode(level, stride: 16, width: 64, height: 64, threshold: 0.5)
        try #require(faces.count == 1)
        #expect(faces[0].box == Box(x: 32, y: 8, width: 48, height: 56))
        #expect(faces[0].landmarks?.nose == Point(x: 32, y: 20))
        #expect(faces[0].landmarks?.leftEye == Point(x: 48, y: 16))
    }

    @Test func `a box turned inside out is no face`() throws {
        var level = emptyLevel(stride: 32, edge: 64)
        level.scores[0] = 0.9
        level.distances.replaceSubrange(0..<4, with: [1, 1, -3, 1])
        let faces = try SCRFDHead.decode(level, stride: 32, width: 64, height: 64, threshold: 0.5)
        #expect(faces.isEmpty)
    }

    @Test func `outputs of another size are an error`() {
        var level = emptyLevel(stride: 8, edge: 64)
        level.points.removeLast(10)
        #expect(throws: PipelineError.self) {
            try SCRFDHead.decode(level, stride: 8, width: 64, height: 64, threshold: 0.5)
        }
    }
}
