public import FaceTypes

/// A decoded picture, upright, and what the file said about it.
public struct DecodedImage: Sendable, Equatable {
    /// The pixels, upright (the file's orientation applied), sRGB, transparency laid on white;
    /// smaller than the full size when a shrink was asked for.
    public let image: PixelImage

    /// Columns of the picture at full size, upright.
    public let fullWidth: Int

    /// Rows of the picture at full size, upright.
    public let fullHeight: Int

    /// The kind of file.
    public let format: ImageFormat

    /// Gathers a picture and its full size.
    public init(image: PixelImage, fullWidth: Int, fullHeight: Int, format: ImageFormat) {
        self.image = image
        self.fullWidth = fullWidth
        self.fullHeight = fullHeight
        self.format = format
    }
}
