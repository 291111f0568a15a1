/// How 8-bit RGB pixels become a graph's input: planes in `order`, each sample `(v - mean) * scale`.
public struct PixelInput: Sendable, Hashable, Codable {
    /// Order of the colour planes.
    public enum Order: String, Sendable, Hashable, Codable {
        /// Red first.
        case rgb
        /// Blue first.
        case bgr
    }

    /// Order of the colour planes in the input tensor (N, 3, H, W).
    public var order: Order

    /// Subtracted from each sample; three numbers in the order of `order`, in units of 0...255.
    public var mean: [Float]

    /// Multiplied after the mean is gone.
    public var scale: Float

    /// Describes an input.
    public init(order: Order, mean: [Float], scale: Float) {
        self.order = order
        self.mean = mean
        self.scale = scale
    }
}
