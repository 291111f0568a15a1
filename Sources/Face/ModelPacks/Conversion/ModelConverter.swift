/// Converts published model files into what a pack holds; pure and deterministic.
package enum ModelConverter {
    /// Converts one file.
    package static func convert(
        _ bytes: [UInt8],
        as kind: PackConversion.Kind
    ) throws(ModelFileError) -> [UInt8] {
        switch kind {
        case .dlibResNet:
            try DlibGraphBuilder.resNet(try DlibModels.resNet(bytes)).encoded()
        case .dlibMmod:
            try DlibGraphBuilder.mmod(try DlibModels.mmod(bytes)).encoded()
        case .dlibPredictor:
            try LandmarkPredictorModel(dlibFile: bytes).encoded()
        case .mtcnnProposal:
            try MtcnnGraphBuilder.proposal(try TorchStateDictionary(bytes)).encoded()
        case .mtcnnRefinement:
            try MtcnnGraphBuilder.refinement(try TorchStateDictionary(bytes)).encoded()
        case .mtcnnOutput:
            try MtcnnGraphBuilder.output(try TorchStateDictionary(bytes)).encoded()
        }
    }
}

extension LandmarkPredictorModel {
    /// Reads dlib's own file, such as `shape_predictor_5_face_landmarks.dat`.
    ///
    /// - Throws: `ModelFileError` when the bytes are damaged or hold another kind of model.
    public init(dlibFile bytes: [UInt8]) throws(ModelFileError) {
        var cursor = ByteCursor(bytes)
        self = try cursor.dlibPredictor()
        try cursor.requireEnd()
    }
}
