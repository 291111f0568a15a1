/// One byte a pixel, row-major, origin at the top left, without padding: a mask or a coverage.
public struct GreyImage: Sendable, Equatable {
    /// Columns.
    public let width: Int

    /// Rows.
    public let height: Int

    /// The samples, `y * width + x`.
    public let pixels: [UInt8]

    /// Takes samples that are already laid out as described above.
    ///
    /// - Precondition: both sides are positive and `pixels.count == width * height`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height)
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
