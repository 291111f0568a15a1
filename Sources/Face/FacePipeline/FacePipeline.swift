public import FaceTypes
public import Imaging
public import Inference
public import ModelPacks

/// From the bytes of a photo to the embeddings of the faces in it, with one pack.
///
/// `analyse` does all of it; `decode`, `detect`, `align`, `judge` and `embed` are its steps, for
/// benchmarks and for callers that need some only. Everything is a pure function of its input: the
/// same photo gives the same bits on every thread and in any company.
///
/// Any thread may use one pipeline, as many at a time as the engine has runs; calls block, so they
/// belong on a bounded pool, never on the cooperative threads.
public final class FacePipeline: Sendable {
    /// The pack it works with.
    public let pack: InstalledPack

    /// What it was told.
    public let settings: PipelineSettings

    private let locator: FaceLocator
    private let aligner: FaceAligner
    private let headPose: HeadPoseNet?
    private let turnedHeads: TurnedHeadJudge?
    private let judge: QualityJudge
    private let embedder: FaceEmbedder

    /// Compiles the pack's graphs, about a second.
    ///
    /// - Parameters:
    ///   - pack: Installed and checked.
    ///   - engine: Shared by all pipelines of a process.
    ///   - settings: Limits, precision, which looks are taken.
    /// - Throws: `PipelineError.engine`, `.incompletePack`, `.unreadablePredictor`.
    public init(
        pack: InstalledPack,
        engine: InferenceEngine,
        settings: PipelineSettings = PipelineSettings()
    ) throws(PipelineError) {
        self.pack = pack
        self.settings = settings
        let precision = settings.precision
        locator = try FaceLocator(pack: pack, engine: engine, settings: settings)
        aligner = FaceAligner(pack.manifest.embedder)
        headPose = try HeadPoseNet(pack: pack, engine: engine, precision: precision)
        turnedHeads = TurnedHeadJudge(for: pack.manifest)
        judge = QualityJudge(settings.quality)
        embedder = try FaceEmbedder(pack: pack, engine: engine, precision: precision)
    }

    /// Everything there is to know of a photo.
    ///
    /// - Parameter bytes: The file, in any format `Imaging` reads.
    /// - Throws: `PipelineError.undecodable` with the reason; `.engine` when a run fails. A photo
    ///   without a face is no error.
    public func analyse(_ bytes: [UInt8]) throws(PipelineError) -> PhotoAnalysis {
        try analyse(try detect(bytes))
    }

    /// Everything there is to know of a photo whose faces are found.
    ///
    /// - Parameters:
    ///   - found: What `detect` gave.
    ///   - chosen: Positions of the faces that matter; the others cost nothing more and are left
    ///     out of the analysis. `nil` takes all.
    /// - Throws: `PipelineError.engine`, `.unusableEmbedding`.
    public func analyse(
        _ found: PhotoFaces,
        only chosen: [Int]? = nil
    ) throws(PipelineError) -> PhotoAnalysis {
        let faces = chosen.map(found.keeping) ?? found
        let aligned = try align(faces)
        let embeddings = try embed(aligned)
        var analysed: [AnalysedFace] = []
        analysed.reserveCapacity(aligned.count)
        for (index, face) in faces.faces.enumerated() {
            analysed.append(
                AnalysedFace(
                    detection: face.detection,
                    aligned: aligned[index],
                    quality: try judge(face, aligned: aligned[index], in: faces),
                    embedding: embeddings[index]
                )
            )
        }
        return PhotoAnalysis(
            photo: faces.photo,
            turn: faces.turn,
            faces: analysed,
            absence: faces.absence
        )
    }

    /// Decodes a photo, shrunk while decoding when it is much larger than detection needs.
    ///
    /// - Throws: `PipelineError.undecodable`.
    public func decode(_ bytes: [UInt8]) throws(PipelineError) -> DecodedImage {
        try decode(bytes, atLeastEdge: settings.decodedLongEdge)
    }

    /// Decodes a photo and finds its faces; when they are small, in the photo at full size.
    ///
    /// - Throws: `PipelineError.undecodable`, `.engine`.
    public func detect(_ bytes: [UInt8]) throws(PipelineError) -> PhotoFaces {
        try detect(bytes, decoded: try decode(bytes))
    }

    /// Finds the faces of a photo whose bytes `decode` has decoded; when they are small, in the
    /// photo at full size.
    ///
    /// - Throws: `PipelineError.undecodable`, `.engine`.
    public func detect(
        _ bytes: [UInt8],
        decoded photo: DecodedImage
    ) throws(PipelineError) -> PhotoFaces {
        let found = try detect(in: photo)
        guard photo.image.width < photo.fullWidth, found.needsMorePixels(than: pack) else {
            return found
        }
        return found.moved(to: try decode(bytes, atLeastEdge: nil))
    }

    /// Finds the faces of a decoded photo.
    ///
    /// - Returns: The faces, most prominent first, at most `facesMax`.
    /// - Throws: `PipelineError.engine`.
    public func detect(in photo: DecodedImage) throws(PipelineError) -> PhotoFaces {
        try locator.locate(in: photo)
    }

    /// Cuts out every face so that its landmarks meet the pack's template.
    ///
    /// - Returns: As many crops as faces, in order.
    /// - Throws: `PipelineError.degenerateLandmarks`; faces that `detect` gave never do.
    public func align(_ photo: PhotoFaces) throws(PipelineError) -> [AlignedFace] {
        var pyramid = photo.pyramid
        var aligned: [AlignedFace] = []
        aligned.reserveCapacity(photo.faces.count)
        for face in photo.faces {
            aligned.append(try aligner.align(face.alignmentPoints, in: &pyramid))
        }
        return aligned
    }

    /// Measures a face and says what speaks against using it.
    ///
    /// - Parameters:
    ///   - face: One of `photo`.
    ///   - aligned: Its crop.
    ///   - photo: What `detect` gave.
    /// - Throws: `PipelineError.engine` when the head-pose net fails.
    public func judge(
        _ face: LocatedFace,
        aligned: AlignedFace,
        in photo: PhotoFaces
    ) throws(PipelineError) -> FaceQuality {
        let signs = TurnSigns(
            landmarks: face.uprightLandmarks,
            box: face.uprightBox,
            confidence: face.detection.confidence
        )
        let mayBeTurned = turnedHeads?.mayBeTurned(signs) ?? false
        let isNearlyFrontal = HeadPose(landmarks: face.uprightLandmarks).isNearlyFrontal
        guard let headPose, mayBeTurned || !isNearlyFrontal else {
            return judge.judge(
                face,
                aligned: aligned,
                pose: nil,
                turnEvidence: turnedHeads == nil ? nil : -.infinity
            )
        }
        var pyramid = photo.pyramid
        let pose = try headPose.pose(in: face.uprightBox, of: &pyramid)
        let evidence = turnedHeads.map { mayBeTurned ? $0.evidence(signs, pose) : -.infinity }
        return judge.judge(face, aligned: aligned, pose: pose, turnEvidence: evidence)
    }

    /// Embeds crops; faces of several photos may come in one call.
    ///
    /// - Returns: As many unit vectors, in order, each the same bits in any batch.
    /// - Throws: `PipelineError.engine`, `.unusableEmbedding`.
    public func embed(_ faces: [AlignedFace]) throws(PipelineError) -> [Embedding] {
        try embedder.embed(faces)
    }

    /// Side of the crops, in pixels.
    package var cropEdge: Int { pack.manifest.embedder.edge }

    /// Where the centres of the eyes lie in a crop, the one at the picture's left first.
    package var cropEyes: (left: Point, right: Point) {
        let spec = pack.manifest.embedder
        if spec.landmarkScheme == .dlibCorners,
            let landmarks = DlibCorners.landmarks(from: spec.template)
        {
            return (landmarks.leftEye, landmarks.rightEye)
        }
        return (spec.template[0], spec.template[1])
    }

    /// Embeds crops and gives the network's own numbers beside, where the pack centres and scales
    /// them: for evaluating what that does.
    package func embedWithRaw(
        _ faces: [AlignedFace]
    ) throws(PipelineError) -> [(embedding: Embedding, raw: [Float]?)] {
        try embedder.embedWithRaw(faces)
    }

    private func decode(
        _ bytes: [UInt8],
        atLeastEdge edge: Int?
    ) throws(PipelineError) -> DecodedImage {
        do {
            return try decodeImage(bytes, limits: settings.limits, atLeastEdge: edge)
        } catch {
            throw .undecodable(error)
        }
    }
}
