/// What a converted file of a pack is made from, at install, on this machine.
///
/// The conversion is deterministic, so its result is pinned like any other file.
public struct PackConversion: Sendable, Hashable, Codable {
    /// The converters there are.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// dlib's face recognition ResNet (`.dat`) to ONNX.
        case dlibResNet
        /// dlib's max-margin face detector (`.dat`) to ONNX.
        case dlibMmod
        /// dlib's 5-point shape predictor (`.dat`) to `LandmarkPredictorModel`'s format.
        case dlibPredictor
        /// MTCNN's first net (PyTorch state dictionary) to ONNX.
        case mtcnnProposal
        /// MTCNN's second net.
        case mtcnnRefinement
        /// MTCNN's third net.
        case mtcnnOutput
    }

    /// Which converter.
    public var kind: Kind

    /// Name of the file it reads, as a mirror folder would hold it.
    public var fileName: String

    /// That file's size in bytes.
    public var bytes: Int

    /// That file's SHA-256 in hexadecimal.
    public var sha256: String

    /// Describes a conversion.
    public init(kind: Kind, fileName: String, bytes: Int, sha256: String) {
        self.kind = kind
        self.fileName = fileName
        self.bytes = bytes
        self.sha256 = sha256
    }
}
