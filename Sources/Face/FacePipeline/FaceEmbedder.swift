package import FaceTypes
package import Inference
package import ModelPacks

/// A pack's embedder; any thread may use it, calls block.
package struct FaceEmbedder: Sendable {
    private let network: Network
    private let spec: EmbedderSpec
    private let scaling: PixelScaling

    /// Compiles the graph, always for one face a run (and its mirror image, when the pack averages
    /// the two): an embedding is then the same bits whatever batch it was asked for in, and so small
    /// a fixed shape is the fastest for the usual photo.
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
            shape: InputShape(
                batch: .fixed(spec.averagesMirror == true ? 2 : 1),
                height: edge,
                width: edge
            )
        )
    }

    /// Embeds crops.
    ///
    /// - Parameter faces: Any number; sides as the pack's template.
    /// - Returns: As many unit vectors, in order.
    package func embed(_ faces: [AlignedFace]) throws(PipelineError) -> [Embedding] {
        try embedWithRaw(faces).map(\.embedding)
    }

    /// Embeds crops.
    ///
    /// - Returns: With each unit vector the network's own numbers, where they are centred and scaled
    ///   to make it; `nil` where only their length changes.
    package func embedWithRaw(
        _ faces: [AlignedFace]
    ) throws(PipelineError) -> [(embedding: Embedding, raw: [Float]?)] {
        var embeddings: [(embedding: Embedding, raw: [Float]?)] = []
        embeddings.reserveCapacity(faces.count)
        for face in faces {
            let raw = try rawEmbedding(of: face.image)
            guard let embedding = Embedding(normalising: centred(raw)) else {
                throw .unusableEmbedding
            }
            embeddings.append((embedding, spec.centre == nil ? nil : raw))
        }
        return embeddings
    }

    private func rawEmbedding(of image: PixelImage) throws(PipelineError) -> [Float] {
        let planes = PlanarBatch([image], scaling: scaling)
        guard spec.averagesMirror == true else {
            return try output(planes.values, shape: planes.shape)
        }
        let both = planes.values + Self.mirrored(planes.values, width: image.width)
        let rows = try output(both, shape: [2] + planes.shape.dropFirst())
        let half = spec.dimension
        return (0..<half).map { (rows[$0] + rows[half + $0]) / 2 }
    }

    private func output(_ values: [Float], shape: [Int]) throws(PipelineError) -> [Float] {
        let tensors: [Tensor]
        do {
            tensors = try network.run(values, shape: shape)
        } catch {
            throw .engine(error)
        }
        let expected = shape[0] * spec.dimension
        guard let raw = tensors.first?.values, raw.count == expected else {
            throw .unexpectedOutput(
                name: "embedding",
                expected: expected,
                found: tensors.first?.values.count ?? 0
            )
        }
        return raw
    }

    /// Each row of each plane from right to left.
    private static func mirrored(_ values: [Float], width: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: values.count) { target, count in
            values.withUnsafeBufferPointer { source in
                for row in stride(from: 0, to: source.count, by: width) {
                    for column in 0..<width {
                        target[row &+ column] = source[row &+ width &- 1 &- column]
                    }
                }
            }
            count = values.count
        }
    }

    private func centred(_ raw: [Float]) -> [Float] {
        guard let centre = spec.centre, centre.count == raw.count else { return raw }
        return zip(raw, centre).map { $0 - $1 }
    }
}
