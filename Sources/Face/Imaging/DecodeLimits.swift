/// How much a picture may ask for; all of it is checked from the header, before pixels are decoded.
public struct DecodeLimits: Sendable, Hashable, Codable {
    /// The greatest product of width and height.
    public var pixelsMax: Int

    /// The greatest width, and the greatest height, in pixels.
    public var edgePixelsMax: Int

    /// The greatest file, in bytes.
    public var bytesMax: Int

    /// Sets limits; the defaults let every phone and most cameras in (50 megapixels, 20,000 pixels
    /// a side, 128 MiB) and refuse files made to exhaust memory.
    ///
    /// - Precondition: all are positive.
    public init(
        pixelsMax: Int = 50_000_000,
        edgePixelsMax: Int = 20_000,
        bytesMax: Int = 128 * 1024 * 1024
    ) {
        precondition(pixelsMax > 0 && edgePixelsMax > 0 && bytesMax > 0)
        self.pixelsMax = pixelsMax
        self.edgePixelsMax = edgePixelsMax
        self.bytesMax = bytesMax
    }

    /// Refuses a size a header promises.
    func check(width: Int, height: Int) throws(ImagingError) {
        let fits =
            width <= edgePixelsMax && height <= edgePixelsMax
            && width * height <= pixelsMax
        guard fits else { throw .tooLarge(width: width, height: height, limits: self) }
    }
}
