import FacePipeline
import FaceTypes
import Testing

@Suite struct YuNetHeadTests {
    /// Outputs for a 64 x 64 input in which every cell is empty.
    private func emptyOutputs() -> [String: [Float]] {
        var outputs: [String: [Float]] = [:]
        for stride in YuNetHead.strides {
            let cells = (64 / stride) * (64 / stride)
            outputs["cls_\(stride)"] = [Float](repeating: 0, count: cells)
            outputs["obj_\(stride)"] = [Float](repeating: 0, count: cells)
            outputs["bbox_\(stride)"] = [Float](repeating: 0, count: cells * 4)
            outputs["kps_\(stride)"] = [Float](repeating: 0, count: cells * 10)
        }
        return outputs
    }

    private func decode(_ outputs: [String: [Float]]) throws -> [Candidate] {
        let named = outputs.mapValues { HeadOutput(shape: [1, $0.count], values: $0) }
        return try YuNetHead.decode(HeadOutputs(named), width: 64, height: 64, threshold: 0.6)
    }

    @Test func `an empty map holds no face`() throws {
        #expect(try decode(emptyOutputs()).isEmpty)
    }

    @Test func `a cell becomes a box and five points in pixels of the input`() throws {
        var outputs = emptyOutputs()
        // Stride 16, cell (2, 1) of a 4 x 4 map.
        let cell = 1 * 4 + 2
        outputs["cls_16"]?[cell] = 0.81
        outputs["obj_16"]?[cell] = 1.5
        outputs["bbox_16"]?.replaceSubrange((cell * 4)..<(cell * 4 + 4), with: [0.5, 0.25, 0, 0])
        outputs["kps_16"]?[cell * 10] = 1
        outputs["kps_16"]?[cell * 10 + 1] = -0.5
        let faces = try decode(outputs)
        try #require(faces.count == 1)
        #expect(faces[0].score == 0.9)
        #expect(faces[0].box == Box(x: 32, y: 12, width: 16, height: 16))
        #expect(faces[0].landmarks?.leftEye == Point(x: 48, y: 8))
        #expect(faces[0].landmarks?.rightMouth == Point(x: 32, y: 16))
    }

    @Test func `a score below the threshold is dropped`() throws {
        var outputs = emptyOutputs()
        outputs["cls_8"]?[5] = 0.59
        outputs["obj_8"]?[5] = 0.59
        #expect(try decode(outputs).isEmpty)
    }

    @Test func `numbers that are not finite never become a face`() throws {
        var outputs = emptyOutputs()
        outputs["cls_8"]?[0] = 1
        outputs["obj_8"]?[0] = 1
        outputs["bbox_8"]?[2] = .infinity
        outputs["cls_8"]?[1] = .nan
        outputs["obj_8"]?[1] = 1
        #expect(try decode(outputs).isEmpty)
    }

    @Test func `a missing or short output is an error that names it`() throws {
        var outputs = emptyOutputs()
        outputs["kps_32"] = nil
        #expect(throws: PipelineError.self) { try decode(outputs) }
        outputs = emptyOutputs()
        outputs["bbox_16"]?.removeLast()
        let error = #expect(throws: PipelineError.self) { try decode(outputs) }
        #expect(error?.description.contains("bbox_16") == true)
    }
}
