/// The families of detectors whose outputs we can read; each has a decoder file in `FacePipeline`.
public enum DetectorHead: String, Sendable, Hashable, Codable, CaseIterable {
    /// YuNet, anchor free, strides 8, 16, 32, five points (libfacedetection).
    case yunet

    /// SCRFD with keypoints, two anchors a cell, strides 8, 16, 32 (InsightFace).
    case scrfd

    /// dlib's max-margin CNN over an image pyramid; boxes only, points by a predictor.
    case mmod

    /// MTCNN's cascade of three networks, five points.
    case mtcnn
}
