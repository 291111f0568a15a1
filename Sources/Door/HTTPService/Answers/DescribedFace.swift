import FacePipeline
import FaceTypes

/// A face of a sent photo, as `detect` shows it; pixels are those of the upright full-size photo.
struct DescribedFace: Encodable, Sendable {
    /// A fault and what to do about it.
    struct Fault: Encodable, Sendable {
        var code: QualityCode
        var advice: String
        var refuses: Bool
    }

    var number: Int
    var box: Box
    var landmarks: FaceLandmarks
    var confidence: Float
    var quality: FaceQuality
    var codes: [Fault]

    init(_ face: AnalysedFace, number: Int, allow: Set<QualityCode>) {
        self.number = number
        box = face.detection.box
        landmarks = face.detection.landmarks
        confidence = face.detection.confidence
        quality = face.quality
        codes = face.quality.codes.map {
            Fault(code: $0, advice: $0.advice, refuses: !allow.contains($0))
        }
    }
}

/// A sent photo.
struct DescribedPhoto: Encodable, Sendable {
    var width: Int
    var height: Int
    var faces: [DescribedFace]
    var code: QualityCode?

    init(_ analysis: PhotoAnalysis, allow: Set<QualityCode>) {
        width = analysis.width
        height = analysis.height
        faces = analysis.faces.enumerated().map {
            DescribedFace($1, number: $0 + 1, allow: allow)
        }
        code = analysis.faces.isEmpty ? analysis.absence ?? .noFace : nil
    }
}
