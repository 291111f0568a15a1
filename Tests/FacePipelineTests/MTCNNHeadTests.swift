import FacePipeline
import FaceTypes
import ModelPacks
import Testing

@Suite struct MTCNNHeadTests {
    private let numbers = CascadeNumbers(
        proposalThreshold: 0.6,
        refinementThreshold: 0.7,
        pyramidFactor: 0.709,
        smallestFace: 12
    )

    /// A first net that proposes one window, at cell (column, row) of the first level only.
    private func proposing(column: Int, row: Int, on width: Int) -> MTCNNHead.Stages {
        MTCNNHead.Stages(
            proposal: { planes throws(PipelineError) in
                let columns = (planes.width - 12) / 2 + 1
                let rows = (planes.height - 12) / 2 + 1
                var faces = [Float](repeating: 0, count: 2 * columns * rows)
                if planes.width > width {
                    faces[columns * rows + row * columns + column] = 0.9
                }
                let boxes = [Float](repeating: 0, count: 4 * columns * rows)
                return HeadOutputs([
                    "face": HeadOutput(shape: [1, 2, rows, columns], values: faces),
                    "box": HeadOutput(shape: [1, 4, rows, columns], values: boxes),
                ])
            },
            refinement: { crops throws(PipelineError) in
                HeadOutputs([
                    "face": HeadOutput(
                        shape: [crops.count, 2],
                        values: crops.flatMap { _ in [Float(0.2), 0.8] }
                    ),
                    "box": HeadOutput(
                        shape: [crops.count, 4],
                        values: [Float](repeating: 0, count: 4 * crops.count)
                    ),
                ])
            },
            output: { crops throws(PipelineError) in
                HeadOutputs([
                    "face": HeadOutput(
                        shape: [crops.count, 2],
                        values: crops.flatMap { _ in [Float(0.05), 0.95] }
                    ),
                    "box": HeadOutput(
                        shape: [crops.count, 4],
                        values: crops.flatMap { _ in [Float(0.5), 0, 0.5, 0] }
                    ),
                    "points": HeadOutput(
                        shape: [crops.count, 10],
                        values: crops.flatMap { _ in
                            [Float(0.25), 0.75, 0.5, 0.25, 0.75, 0.3, 0.3, 0.5, 0.8, 0.8]
                        }
                    ),
                ])
            }
        )
    }

    private let picture = PlanarImage(
        width: 40,
        height: 30,
        values: [Float](repeating: 0.5, count: 3600)
    )

    @Test func `a window that all three nets like becomes a face with points`() throws {
        let faces = try MTCNNHead.detect(
            picture,
            numbers: numbers,
            threshold: 0.7,
            stages: proposing(column: 4, row: 3, on: 36)
        )
        try #require(faces.count == 1)
        #expect(faces[0].score == 0.95)
        // The window at (8, 6) is 11 wide (the last pixel counted: 12); the last net moves it half
        // its width to the right.
        #expect(faces[0].box == Box(x: 15, y: 7, width: 11, height: 11))
        #expect(faces[0].landmarks?.leftEye == Point(x: 9 + 3 - 1, y: 7 + 3.6 - 1))
    }

    @Test func `a last net in doubt leaves nothing`() throws {
        let faces = try MTCNNHead.detect(
            picture,
            numbers: numbers,
            threshold: 0.96,
            stages: proposing(column: 4, row: 3, on: 36)
        )
        #expect(faces.isEmpty)
    }

    @Test func `a picture smaller than the window is looked at not at all`() throws {
        let tiny = PlanarImage(width: 8, height: 8, values: [Float](repeating: 0, count: 192))
        let faces = try MTCNNHead.detect(
            tiny,
            numbers: numbers,
            threshold: 0.7,
            stages: proposing(column: 0, row: 0, on: 0)
        )
        #expect(faces.isEmpty)
    }

    @Test func `a net with another output size is an error`() {
        var stages = proposing(column: 4, row: 3, on: 36)
        stages.output = { _ throws(PipelineError) in HeadOutputs([:]) }
        #expect(throws: PipelineError.self) {
            try MTCNNHead.detect(picture, numbers: numbers, threshold: 0.7, stages: stages)
        }
    }

    @Test func `shrinking takes the mean of the covered samples`() {
        let ramp = PlanarImage(
            width: 4,
            height: 1,
            values: [0, 2, 4, 6, 1, 1, 1, 1, 8, 0, 8, 0]
        )
        let small = ramp.averaged(partWidth: 4, partHeight: 1, toWidth: 2, height: 1)
        #expect(small.values == [1, 5, 1, 1, 4, 4])
    }
}
