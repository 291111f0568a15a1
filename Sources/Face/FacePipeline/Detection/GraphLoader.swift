import Inference
import ModelPacks

/// Compiles the graphs a pack's manifest names.
struct GraphLoader {
    let pack: InstalledPack
    let engine: InferenceEngine
    let precision: InferencePrecision

    /// The path of a detector's graph.
    func path(_ part: String) throws(PipelineError) -> String {
        guard let file = pack.manifest.detector.graphs[part] else {
            throw .incompletePack(pack: pack.manifest.name, missing: "the graph \(part)")
        }
        return pack.path(of: file)
    }

    func network(_ part: String, shape: InputShape) throws(PipelineError) -> Network {
        try compiled(graphAt: path(part), shape: shape)
    }

    func compiled(graphAt path: String, shape: InputShape) throws(PipelineError) -> Network {
        do {
            return try engine.compile(graphAt: path, precision: precision, shape: shape)
        } catch {
            throw .engine(error)
        }
    }

    func shaped(_ part: String, limit: Int) throws(PipelineError) -> ShapedNetworks {
        ShapedNetworks(engine, graphAt: try path(part), precision: precision, limit: limit)
    }

    /// MTCNN's three nets.
    func cascade() throws(PipelineError) -> MTCNNHead.Stages {
        let proposal = try network("pnet", shape: FaceDetector.openSides)
        let batch = InputShape(batch: .fixed(FaceDetector.cascadeBatch))
        let refinement = try network("rnet", shape: batch)
        let output = try network("onet", shape: batch)
        return MTCNNHead.Stages(
            proposal: { (planes) throws(PipelineError) in
                try HeadOutputs(
                    running: proposal,
                    on: planes.values,
                    shape: planes.shape,
                    names: ["face", "box"]
                )
            },
            refinement: { (crops) throws(PipelineError) in
                let crops = PlanarBatch(crops)
                return try HeadOutputs(
                    running: refinement,
                    on: crops.values,
                    shape: crops.shape,
                    names: ["face", "box"]
                )
            },
            output: { (crops) throws(PipelineError) in
                let crops = PlanarBatch(crops)
                return try HeadOutputs(
                    running: output,
                    on: crops.values,
                    shape: crops.shape,
                    names: ["face", "box", "points"]
                )
            }
        )
    }
}
