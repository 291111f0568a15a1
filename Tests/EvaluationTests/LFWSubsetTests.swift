import Calibration
import Evaluation
import FacePipeline
import Foundation
import Inference
import ModelPacks
import Pools
import Testing
import TestSupport

/// Two of LFW's ten folds through the real pipeline: enough to notice a pipeline that has gone wrong.
@Suite(
    .serialized,
    Material.requiresEngine(),
    Material.requirement("faces/lfw/lfw-deepfunneled.tar", "faces/lfw/lfw_pairs.txt"),
    Material.requirement(
        weights: "open/yunet_n_dynamic.onnx",
        "open/face-reidentification-retail-0095.xml",
        "open/face-reidentification-retail-0095.bin"
    )
)
struct LFWSubsetTests {
    @Test func `pack open tells the pairs of two folds apart`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("packs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let pack = try await PackStore(folder: folder.path).install(
            PackCatalogue.manifest(named: "open"),
            options: InstallOptions(mirror: Material.mirror, allowsPip: false)
        )
        let pipeline = try FacePipeline(
            pack: pack,
            engine: InferenceEngine(EngineSettings(libraryFolder: Material.engineFolder))
        )
        let list = try String(
            contentsOfFile: Material.file("faces/lfw/lfw_pairs.txt"),
            encoding: .utf8
        )
        var evaluation = LFWEvaluation(
            archive: Material.file("faces/lfw/lfw-deepfunneled.tar"),
            pairs: try LFWPairs(text: list).prefix(folds: 2),
            pack: "open",
            audit: nil
        ) { bytes in try pipeline.embeddingOfCentralFace(in: bytes) }
        evaluation.onlyPhotosOfPairs = true
        let report = try await evaluation.run(
            on: BoundedPool(name: "evaluation", width: 2, queueLimit: 8)
        ).report
        #expect(report.pairs == 1_200)
        #expect(report.missed == 0)
        #expect(report.accuracy >= 98.8)
        #expect(report.tar1e3 >= 98)
        #expect(report.rank1 >= 98)
        #expect(report.auc > 0.999)
    }
}
