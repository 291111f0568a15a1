import ModelPacks
import Testing

@Suite struct LandmarkPredictorTests {
    @Test func `dlib's file gives its arrays in order`() throws {
        let model = try LandmarkPredictorModel(dlibFile: DlibFileWriter.predictor())
        #expect(model.pointCount == 2)
        #expect(model.cascadeCount == 2)
        #expect(model.treesPerCascade == 2)
        #expect(model.splitsPerTree == 3)
        #expect(model.leavesPerTree == 4)
        #expect(model.featuresPerCascade == 3)
        #expect(model.initialShape == [0.25, 0.5, 0.75, 0.5])
        #expect(model.anchors == [0, 1, 0, 0, 1, 0])
        #expect(model.splitThresholds.prefix(6) == [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5])
        #expect(model.leaves[4..<8] == [0.125, 0, 0.125, -0.25])
        #expect(model.offsets[1] == 1.0 / 64)
    }

    @Test func `a pack's file gives the model back, and the same bytes again`() throws {
        let model = try LandmarkPredictorModel(dlibFile: DlibFileWriter.predictor())
        let again = try LandmarkPredictorModel(bytes: model.encoded())
        #expect(again == model)
        #expect(again.encoded() == model.encoded())
    }

    @Test func `indices an evaluator could not follow are refused`() {
        for bytes in [
            DlibFileWriter.predictor(anchor: 2), DlibFileWriter.predictor(secondFeature: 3),
        ] {
            #expect(throws: ModelFileError.self) { try LandmarkPredictorModel(dlibFile: bytes) }
        }
    }

    @Test func `a change of any byte of a pack's file is noticed`() throws {
        let file = try LandmarkPredictorModel(dlibFile: DlibFileWriter.predictor()).encoded()
        for place in file.indices {
            var bytes = file
            bytes[place] ^= 0x10
            #expect(throws: ModelFileError.self) { try LandmarkPredictorModel(bytes: bytes) }
        }
        for count in file.indices {
            #expect(throws: ModelFileError.self) {
                try LandmarkPredictorModel(bytes: Array(file[0..<count]))
            }
        }
        #expect(throws: ModelFileError.self) { try LandmarkPredictorModel(bytes: file + [0]) }
    }
}
