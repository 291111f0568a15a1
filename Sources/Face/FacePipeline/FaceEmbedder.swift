package import FaceTypes
package import Inference
package import ModelPacks

/// A pack's embedder; any thread may use it, calls block.
package struct FaceEmbedder: Sendable {
    private let network: Network
    private let spec: EmbedderSpec
    private let scaling: PixelScaling

    /// Compiles the graph, always for one face a run: an embedding is then the same bits whatever
    /// batch it was asked for in, and a fixed shape of one is the fastest for the usual photo.
    package init(
        pack: InstalledPack,
        engine: InferenceEngine,
        precision: InferencePrecision
    ) throws(PipelineError) {
        spec = pack.manifest.embedder
        scaling = PixelScaling(spec.input)
        let edge = InputShape.Extent.fixed(spec.edge)
        let loader = GraphLoader(pack: pack, engine: engine, precision: precision)
        network = try loader.compiled(
            graphAt: pack.path(of: spec.graph),
            shape: InputShape(batch: 1, height: edge, width: edge)
        )
    }

    /// Embeds crops.
    ///
    /// - Parameter faces: Any number; sides as the pack's template.
    /// - Returns: As many unit vectors, in order.
    package func embed(_ faces: [AlignedFace]) throws(PipelineError) -> [Embedding] {
        guard !faces.isEmpty else { return [] }
        var embeddings: [Embedding] = []
        embeddings.reserveCapacity(faces.count)
        for face in faces {
            embeddings.append(try embedding(of: face.image))
        }
        return embeddings
    }

    private func embedding(of image: PixelImage) throws(PipelineError) -> Embedding {
        let planes = PlanarBatch([image], scaling: scaling)
        var raw = try output(planes.values, shape: planes.shape)
        if spec.averagesMirror == true {
            let turned = Self.mirrored(planes.values, width: image.width)
            let mirror = try output(turned, shape: planes.shape)
            raw = zip(raw, mirror).map { ($0 + $1) / 2 }
        }
        guard let embedding = Embedding(normalising: centred(raw)) else {
            throw .unusableEmbedding
        }
        return embedding
    }

    private func output(_ values: [Float], shape: [Int]) throws(PipelineError) -> [Float] {
        let tensors: [Tensor]
        do {
            tensors = try network.run(values, shape: shape)
        } catch {
            throw .engine(error)
        }
        guard let raw = tensors.first?.values, raw.count == spec.dimension else {
            throw .unexpectedOutput(
                name: "embedding",
                expected: spec.dimension,
                found: tensors.first?.values.count ?? 0
            )
        }
        return raw
    }

    /// Each row of each plane from right to left.
    private static func mirrored(_ values: [Float], width: Int) -> [Float] {
        values.indices.map { place in
            let column = place % width
            return values[place - column + width - 1 - column]
        }
    }

    private func centred(_ raw: [Float]) -> [Float] {
        guard let centre = spec.centre, centre.count == raw.count else { return raw }
        return zip(raw, centre).map { $0 - $1 }
    }
}
