import Calibration
public import Evaluation
import FacePipeline
import Foundation
import Likeness
import ModelPacks

extension House {
    /// Evaluates the pack of choice on LFW.
    ///
    /// - Parameters:
    ///   - archive: path of the tar of photos.
    ///   - pairs: path of the official pairs list.
    ///   - auditsCalibration: also check what calibration promises, on people split in halves.
    ///   - progress: is told the number of photos done.
    public func evaluateLFW(
        archive: String,
        pairs: String,
        auditsCalibration: Bool,
        progress: @Sendable (Int) -> Void
    ) async throws -> LFWEvaluation.Outcome {
        let pack = try packOfChoice()
        let pipeline = try pipeline(for: pack)
        let list = String(decoding: try Self.readPhoto(pairs), as: UTF8.self)
        let evaluation = LFWEvaluation(
            archive: archive,
            pairs: try LFWPairs(text: list),
            pack: pack.manifest.name,
            audit: auditsCalibration
                ? CalibrationAudit(
                    curve: pack.falseMatchCurve,
                    settings: likenessSettings.calibration
                ) : nil,
            embed: { try pipeline.embeddingOfCentralFace(in: $0) }
        )
        return try await evaluation.run(on: pool(), progress: progress)
    }
}
