public import FaceTypes
public import Imaging

/// Draws what was detected on the photo it was detected in.
public enum AnnotatedPhoto {
    /// Draws boxes, landmarks and labels.
    ///
    /// - Parameters:
    ///   - image: the photo, maybe decoded smaller.
    ///   - fullWidth: columns of the full-size photo the boxes refer to.
    ///   - faces: detections with a label each, such as `1` or `2 too_blurred`; refused ones in red.
    public static func draw(
        on image: PixelImage,
        fullWidth: Int,
        faces: [(face: DetectedFace, label: String, refused: Bool)]
    ) throws(ImagingError) -> PixelImage {
        let scale = Float(image.width) / Float(fullWidth)
        let stroke = max(2, Float(image.longEdge) / 400)
        var canvas = Canvas(over: image)
        for (face, label, refused) in faces {
            let colour: Colour = refused ? .twin : .you
            let box = Box(
                x: face.box.x * scale,
                y: face.box.y * scale,
                width: face.box.width * scale,
                height: face.box.height * scale
            )
            canvas.stroke(box, width: stroke, colour: colour)
            for point in face.landmarks.points {
                let dot = Box(
                    x: point.x * scale - stroke,
                    y: point.y * scale - stroke,
                    width: 2 * stroke,
                    height: 2 * stroke
                )
                canvas.fill(dot, radius: stroke, colour: .surface)
            }
            let height = max(11, Int(stroke * 5))
            let top = max(0, Int(box.y) - height - 6)
            let width = min(Float(image.width), Float(label.count * height) * 0.62 + 10)
            let plate = Box(x: box.x, y: Float(top), width: width, height: Float(height + 6))
            canvas.fill(plate, colour: colour)
            try canvas.write(label, x: Int(box.x) + 5, y: top + 3, height: height, colour: .surface)
        }
        return canvas.image
    }
}
