package import FaceTypes
package import Imaging

extension AnalysedFace {
    /// Joins the parts, for tests that do without a model pack.
    package init(
        made detection: DetectedFace,
        aligned: AlignedFace,
        quality: FaceQuality,
        embedding: Embedding
    ) {
        self.init(
            detection: detection,
            aligned: aligned,
            quality: quality,
            embedding: embedding
        )
    }
}

extension PhotoAnalysis {
    /// Joins the parts, for tests that do without a model pack.
    package init(made photo: DecodedImage, faces: [AnalysedFace], absence: QualityCode?) {
        self.init(photo: photo, turn: .none, faces: faces, absence: absence)
    }
}
