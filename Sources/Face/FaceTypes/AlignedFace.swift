/// A square crop in which the five landmarks meet a pack's template, ready to be embedded.
public struct AlignedFace: Sendable, Equatable {
    /// The crop; both sides equal the pack's input edge.
    public let image: PixelImage

    /// Takes a square crop.
    ///
    /// - Precondition: the picture is square.
    public init(image: PixelImage) {
        precondition(image.width == image.height)
        self.image = image
    }
}
