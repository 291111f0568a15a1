public import Imaging
public import Inference

/// What can keep a photo from becoming embeddings; a photo without a face is not an error.
public enum PipelineError: Error, Sendable {
    /// The photo could not be decoded.
    case undecodable(ImagingError)

    /// The engine could not compile or run a graph of the pack.
    case engine(InferenceError)

    /// A graph's output is missing or has another size than the manifest's head promises.
    case unexpectedOutput(name: String, expected: Int, found: Int)

    /// The manifest lacks something its head or landmark scheme needs.
    case incompletePack(pack: String, missing: String)

    /// The pack's landmark predictor could not be read.
    case unreadablePredictor(path: String, reason: String)

    /// Five points in one spot or line: no transform brings them to the template.
    case degenerateLandmarks

    /// The graph gave an embedding that is zero or not finite.
    case unusableEmbedding
}

extension PipelineError: CustomStringConvertible {
    /// What happened and what to do.
    public var description: String {
        switch self {
        case .undecodable(let cause):
            "\(cause)"
        case .engine(let cause):
            "\(cause)"
        case .unexpectedOutput(let name, let expected, let found):
            "The graph's output \(name) has \(found) where \(expected) were expected: "
                + "the pack's manifest names the wrong head; install the pack again."
        case .incompletePack(let pack, let missing):
            "Pack \(pack) lacks \(missing): install it again with `semblance models pull \(pack)`."
        case .unreadablePredictor(let path, let reason):
            "The landmark predictor \(path) cannot be read (\(reason)): install the pack again."
        case .degenerateLandmarks:
            "The face's landmarks fall together: use a photo that shows the face larger."
        case .unusableEmbedding:
            "The embedder gave no usable numbers for this face: use another photo."
        }
    }
}
