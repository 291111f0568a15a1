package import FaceTypes
package import Inference
package import ModelPacks

/// A pack's net for the pose of a head; any thread may use it, calls block.
package struct HeadPoseNet: Sendable {
    /// Side of the square the net sees, in multiples of the box's longer side.
    ///
    /// On LFW its yaw then agrees best with the nose's offset (correlation .964, slope .98).
    private static let context: Float = 1.1

    private let network: Network
    private let spec: HeadPoseSpec
    private let scaling: PixelScaling

    /// Compiles the net.
    package init?(
        pack: InstalledPack,
        engine: InferenceEngine,
        precision: InferencePrecision
    ) throws(PipelineError) {
        guard let spec = pack.manifest.headPose else { return nil }
        self.spec = spec
        scaling = PixelScaling(spec.input)
        let loader = GraphLoader(pack: pack, engine: engine, precision: precision)
        network = try loader.compiled(
            graphAt: pack.path(of: spec.graph),
            shape: InputShape(batch: 1)
        )
    }

    /// The pose of the head in an upright box.
    package func pose(
        in box: Box,
        of pyramid: inout ImagePyramid
    ) throws(PipelineError) -> HeadPose {
        let side = max(box.width, box.height) * Self.context
        let frame = LookFrame(
            region: Box(
                x: box.centre.x - side / 2,
                y: box.centre.y - side / 2,
                width: side,
                height: side
            ),
            scale: Float(spec.edge) / side,
            canvas: .square(spec.edge)
        )
        let level = pyramid.level(forScale: frame.scale)
        let planes = PlanarImage(frame, of: level, scaling: scaling)
        let names = [spec.yawOutput, spec.pitchOutput, spec.rollOutput]
        let outputs = try HeadOutputs(
            running: network,
            on: planes.values,
            shape: planes.shape,
            names: names
        )
        return HeadPose(
            yaw: try outputs.values(named: spec.yawOutput, count: 1)[0],
            // The net counts a nod downwards as positive.
            pitch: -(try outputs.values(named: spec.pitchOutput, count: 1)[0]),
            roll: try outputs.values(named: spec.rollOutput, count: 1)[0]
        )
    }
}
