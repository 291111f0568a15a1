/// A position in a picture, in pixels from the top left corner; x grows to the right, y downwards.
///
/// Pixel centres lie at whole numbers: the top left pixel's centre is (0, 0).
public struct Point: Sendable, Hashable, Codable {
    /// Pixels from the left.
    public var x: Float

    /// Pixels from the top.
    public var y: Float

    /// Makes a point from its coordinates in pixels.
    public init(x: Float, y: Float) {
        self.x = x
        self.y = y
    }
}
