public import FaceTypes
import Imaging

/// Cuts a face out of its photo with some of its surroundings.
public enum FaceCrop {
    /// Share of the box that kept crops have as margin on each side.
    public static let keptMargin: Float = 0.4

    /// Cuts a square round a box, moved inside the picture where it would reach beyond.
    ///
    /// - Parameters:
    ///   - box: in pixels of the full-size photo.
    ///   - image: the photo, maybe decoded smaller.
    ///   - fullWidth: columns of the full-size photo.
    ///   - margin: share of the box added on each side.
    ///   - edgeMax: the crop is shrunk to this side.
    public static func cut(
        _ box: Box,
        from image: PixelImage,
        fullWidth: Int,
        margin: Float,
        edgeMax: Int
    ) -> PixelImage {
        let scale = Float(image.width) / Float(fullWidth)
        let square = square(
            round: Box(
                x: box.x * scale,
                y: box.y * scale,
                width: box.width * scale,
                height: box.height * scale
            ),
            margin: margin,
            width: image.width,
            height: image.height
        )
        guard let crop = image.cropped(to: square) else { return image }
        guard crop.longEdge > edgeMax else { return crop }
        return crop.resized(width: edgeMax, height: edgeMax)
    }

    /// The square `cut` takes: round a box, moved inside the picture where it would reach beyond.
    ///
    /// - Parameters:
    ///   - box: in pixels of a picture of `width` x `height`.
    ///   - margin: share of the box added on each side.
    public static func square(
        round box: Box,
        margin: Float,
        width: Int,
        height: Int
    ) -> Box {
        let wanted = max(box.width, box.height) * (1 + 2 * margin)
        let edge = max(1, min(wanted, Float(min(width, height))))
        return Box(
            x: clamp(box.centre.x - edge / 2, to: Float(width) - edge),
            y: clamp(box.centre.y - edge / 2, to: Float(height) - edge),
            width: edge,
            height: edge
        )
    }

    private static func clamp(_ value: Float, to upper: Float) -> Float {
        max(0, min(value, max(0, upper)))
    }
}
