/// A net that reads how far a head is turned from a crop of the face.
public struct HeadPoseSpec: Sendable, Hashable, Codable {
    /// Graph file, relative to the pack's folder; one input (1, 3, edge, edge).
    public var graph: String

    /// Side of the square input, in pixels; the crop is the upright face box.
    public var edge: Int

    /// What the graph wants to be fed.
    public var input: PixelInput

    /// Name of the output (1, 1) with the turn to the side, in degrees.
    public var yawOutput: String

    /// Name of the output (1, 1) with the nod, in degrees.
    public var pitchOutput: String

    /// Name of the output (1, 1) with the tilt towards a shoulder, in degrees.
    public var rollOutput: String

    /// Describes a head-pose net.
    public init(
        graph: String,
        edge: Int,
        input: PixelInput,
        yawOutput: String,
        pitchOutput: String,
        rollOutput: String
    ) {
        self.graph = graph
        self.edge = edge
        self.input = input
        self.yawOutput = yawOutput
        self.pitchOutput = pitchOutput
        self.rollOutput = rollOutput
    }
}
