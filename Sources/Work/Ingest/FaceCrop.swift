public import FaceTypes
import Imaging

/// Cuts a face out of its photo with some of its surroundings.
public enum FaceCrop {
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
        let wanted = max(box.width, box.height) * (1 + 2 * margin) * scale
        let edge = max(1, min(wanted, Float(min(image.width, image.height))))
        let x = clamp(box.centre.x * scale - edge / 2, to: Float(image.width) - edge)
        let y = clamp(box.centre.y * scale - edge / 2, to: Float(image.height) - edge)
        let square = Box(x: x, y: y, width: edge, height: edge)
        guard let crop = image.cropped(to: square) else { return image }
        guard crop.longEdge > edgeMax else { return crop }
        return crop.resized(width: edgeMax, height: edgeMax)
    }

    private static func clamp(_ value: Float, to upper: Float) -> Float {
        max(0, min(value, max(0, upper)))
    }
}
