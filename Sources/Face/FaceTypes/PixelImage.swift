/// An upright colour picture in memory.
///
/// Pixels are 8-bit sRGB, interleaved R, G, B, row-major, origin at the top left, without padding:
/// `pixels.count == width * height * 3`.
public struct PixelImage: Sendable, Equatable {
    /// Columns.
    public let width: Int

    /// Rows.
    public let height: Int

    /// The samples, `3 * (y * width + x) + channel`.
    public private(set) var pixels: [UInt8]

    /// Takes samples that are already laid out as described above.
    ///
    /// - Precondition: both sides are positive and `pixels.count == width * height * 3`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0 && pixels.count == width * height * 3)
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// Makes a picture of one grey level.
    public init(width: Int, height: Int, grey: UInt8 = 0) {
        self.init(
            width: width,
            height: height,
            pixels: [UInt8](repeating: grey, count: width * height * 3)
        )
    }

    /// The longer side, in pixels.
    public var longEdge: Int { max(width, height) }

    /// Lends the samples for writing in place.
    public mutating func withMutablePixels<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var outcome: Swift.Result<Result, Failure>?
        pixels.withUnsafeMutableBufferPointer { buffer in
            do throws(Failure) {
                outcome = .success(try body(buffer))
            } catch {
                outcome = .failure(error)
            }
        }
        guard let outcome else { preconditionFailure("the body runs exactly once") }
        return try outcome.get()
    }
}
