import FaceTypes
package import Inference
package import ModelPacks

/// A pack's detector: runs its graphs on one look at a picture and decodes what they say.
///
/// Any thread may use it; calls block.
package struct FaceDetector: Sendable {
    private enum Nets: Sendable {
        case yunet(ShapedNetworks)
        case scrfd(Network)
        case mmod(Network)
        case mtcnn(MTCNNHead.Stages, CascadeNumbers)
    }

    /// Sizes of input an open detector is kept compiled for; the looks of `DetectionPlan` need
    /// seven at most for photos of usual shapes, each about 15 MB, the tile 50 MB.
    static let compiledSizesMax = 10

    /// Images a run of MTCNN's later stages.
    static let cascadeBatch = 16

    private static let yunetOutputs = YuNetHead.strides.flatMap {
        ["cls_\($0)", "obj_\($0)", "bbox_\($0)", "kps_\($0)"]
    }

    private let spec: DetectorSpec
    private let scaling: PixelScaling
    private let nets: Nets

    /// Compiles the pack's graphs.
    ///
    /// - Throws: `PipelineError.engine`, `.incompletePack`.
    package init(
        pack: InstalledPack,
        engine: InferenceEngine,
        precision: InferencePrecision
    ) throws(PipelineError) {
        spec = pack.manifest.detector
        scaling = PixelScaling(spec.input)
        let loader = GraphLoader(pack: pack, engine: engine, precision: precision)
        switch spec.head {
        case .yunet:
            nets = .yunet(try loader.shaped("net", limit: Self.compiledSizesMax))
        case .scrfd:
            let edge = InputShape.Extent.fixed(spec.longEdge)
            let shape = InputShape(batch: 1, height: edge, width: edge)
            nets = .scrfd(try loader.network("net", shape: shape))
        case .mmod:
            nets = .mmod(try loader.network("net", shape: Self.openSides))
        case .mtcnn:
            guard let numbers = spec.cascade else {
                throw .incompletePack(pack: pack.manifest.name, missing: "the cascade's numbers")
            }
            nets = .mtcnn(try loader.cascade(), numbers)
        }
    }

    static let openSides = InputShape(batch: 1, height: .open, width: .open)

    /// Finds the faces of one look.
    ///
    /// - Parameters:
    ///   - frame: What to look at.
    ///   - pyramid: The picture.
    ///   - exposure: How brightness is stretched first.
    ///   - threshold: Score that is enough for a face here; `nil` for the pack's own.
    /// - Returns: Faces in pixels of the picture, suppressed, best first.
    package func faces(
        in frame: LookFrame,
        of pyramid: inout ImagePyramid,
        exposure: Exposure = .asTaken,
        threshold: Float? = nil
    ) throws(PipelineError) -> [Candidate] {
        let planes = PlanarImage(
            frame,
            of: pyramid.level(forScale: frame.scale),
            scaling: exposure.applied(to: scaling)
        )
        let threshold = threshold ?? exposure.scoreThreshold ?? spec.scoreThreshold
        return try candidates(in: planes, threshold: threshold).map(frame.inPicture)
    }

    private func candidates(
        in planes: PlanarImage,
        threshold: Float
    ) throws(PipelineError) -> [Candidate] {
        switch nets {
        case .yunet(let networks):
            return try yunet(networks, planes, threshold: threshold)
        case .scrfd(let network):
            return try scrfd(network, planes, threshold: threshold)
        case .mmod(let network):
            return try mmod(network, planes)
        case .mtcnn(let stages, let numbers):
            return try MTCNNHead.detect(
                planes,
                numbers: numbers,
                threshold: spec.scoreThreshold,
                stages: stages
            )
        }
    }

    private func yunet(
        _ networks: ShapedNetworks,
        _ planes: PlanarImage,
        threshold: Float
    ) throws(PipelineError) -> [Candidate] {
        let network: Network
        do {
            network = try networks.network(height: planes.height, width: planes.width)
        } catch {
            throw .engine(error)
        }
        let outputs = try HeadOutputs(
            running: network,
            on: planes.values,
            shape: planes.shape,
            names: Self.yunetOutputs
        )
        return try YuNetHead.decode(
            outputs,
            width: planes.width,
            height: planes.height,
            threshold: threshold
        ).suppressed(threshold: spec.overlapThreshold)
    }

    private func scrfd(
        _ network: Network,
        _ planes: PlanarImage,
        threshold: Float
    ) throws(PipelineError) -> [Candidate] {
        let tensors: [Tensor]
        do {
            tensors = try network.run(planes.values, shape: planes.shape)
        } catch {
            throw .engine(error)
        }
        let strides = SCRFDHead.strides
        // Published graphs name their outputs differently, but keep this order.
        guard tensors.count == 3 * strides.count else {
            throw .unexpectedOutput(name: "SCRFD", expected: 9, found: tensors.count)
        }
        var found: [Candidate] = []
        for (index, stride) in strides.enumerated() {
            let level = SCRFDHead.Level(
                scores: tensors[index].values,
                distances: tensors[index + strides.count].values,
                points: tensors[index + 2 * strides.count].values
            )
            found += try SCRFDHead.decode(
                level,
                stride: stride,
                width: planes.width,
                height: planes.height,
                threshold: threshold
            )
        }
        return found.suppressed(threshold: spec.overlapThreshold)
    }

    private func mmod(
        _ network: Network,
        _ planes: PlanarImage
    ) throws(PipelineError) -> [Candidate] {
        let tiling = MmodTiling(width: planes.width, height: planes.height)
        guard min(tiling.width, tiling.height) >= MmodHead.canvasEdgeMin else { return [] }
        let tiled = MmodHead.tiled(planes, tiling: tiling)
        let outputs = try HeadOutputs(
            running: network,
            on: tiled.values,
            shape: tiled.shape,
            names: ["score"]
        )
        return MmodHead.decode(
            try outputs.output(named: "score", rank: 4),
            tiling: tiling,
            threshold: spec.scoreThreshold
        ).suppressed(threshold: MmodHead.overlapThreshold, measure: .enclosing)
    }
}
