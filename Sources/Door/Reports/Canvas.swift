import FaceTypes
import Imaging

/// A picture that is drawn on: anti-aliased rounded rectangles, pictures and text.
struct Canvas {
    private(set) var image: PixelImage

    init(width: Int, height: Int, colour: Colour) {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for _ in 0..<(width * height) { pixels += [colour.red, colour.green, colour.blue] }
        image = PixelImage(width: width, height: height, pixels: pixels)
    }

    /// Draws over a finished picture.
    init(over image: PixelImage) { self.image = image }

    /// Fills a rectangle with round corners.
    mutating func fill(_ box: Box, radius: Float = 0, colour: Colour) {
        paint(box, radius: radius) { _, _ in colour }
    }

    /// Strokes a rectangle's edge, `width` pixels inwards.
    mutating func stroke(_ box: Box, width: Float, colour: Colour) {
        let w = min(width, box.width / 2, box.height / 2)
        fill(Box(x: box.x, y: box.y, width: box.width, height: w), colour: colour)
        let low = Box(x: box.x, y: box.y + box.height - w, width: box.width, height: w)
        fill(low, colour: colour)
        let inner = box.height - 2 * w
        guard inner > 0 else { return }
        fill(Box(x: box.x, y: box.y + w, width: w, height: inner), colour: colour)
        let right = box.x + box.width - w
        fill(Box(x: right, y: box.y + w, width: w, height: inner), colour: colour)
    }

    /// Draws a picture, scaled to the rectangle, with round corners.
    mutating func draw(_ picture: PixelImage, in box: Box, radius: Float = 0) {
        let scaled = picture.resized(width: max(1, Int(box.width)), height: max(1, Int(box.height)))
        let left = Int(box.x.rounded())
        let top = Int(box.y.rounded())
        let snapped = Box(
            x: Float(left),
            y: Float(top),
            width: Float(scaled.width),
            height: Float(scaled.height)
        )
        paint(snapped, radius: radius) { x, y in
            let at = ((y - top) * scaled.width + (x - left)) * 3
            return Colour(
                UInt32(scaled.pixels[at]) << 16 | UInt32(scaled.pixels[at + 1]) << 8
                    | UInt32(scaled.pixels[at + 2])
            )
        }
    }

    /// Writes a line of text with its top left corner at a point; what is wider than `maxWidth` is
    /// shortened and ends in an ellipsis.
    ///
    /// - Returns: the width used, in pixels.
    @discardableResult
    mutating func write(
        _ text: String,
        x: Int,
        y: Int,
        height: Int,
        colour: Colour,
        maxWidth: Int = .max
    ) throws(ImagingError) -> Int {
        guard !text.isEmpty else { return 0 }
        return draw(try Self.rendered(text, height, maxWidth), x: x, y: y, colour, maxWidth)
    }

    private mutating func draw(
        _ mask: GreyImage,
        x: Int,
        y: Int,
        _ colour: Colour,
        _ maxWidth: Int
    ) -> Int {
        let columns = min(mask.width, maxWidth, image.width - x)
        guard columns > 0 else { return 0 }
        for row in 0..<mask.height where (0..<image.height).contains(y + row) {
            for column in 0..<columns where x + column >= 0 {
                let cover = Float(mask.pixels[row * mask.width + column]) / 255
                blend(colour, cover: cover, x: x + column, y: y + row)
            }
        }
        return columns
    }

    /// Writes a line of text on a patch of its own, so that it is read on any picture.
    mutating func label(
        _ text: String,
        x: Int,
        y: Int,
        height: Int,
        maxWidth: Int
    ) throws(ImagingError) {
        guard !text.isEmpty else { return }
        let mask = try Self.rendered(text, height, maxWidth)
        let patch = Box(
            x: Float(x - 10),
            y: Float(y - 5),
            width: Float(min(mask.width, maxWidth) + 20),
            height: Float(height + 12)
        )
        fill(patch, radius: 10, colour: .ink)
        _ = draw(mask, x: x, y: y, .surface, maxWidth)
    }

    /// Tries to shorten a text; each takes off at least one character.
    private static let shorteningsMax = 8

    private static func rendered(
        _ text: String,
        _ height: Int,
        _ maxWidth: Int
    ) throws(ImagingError) -> GreyImage {
        var mask = try renderText(text, pixelHeight: height)
        var kept = text.count
        for _ in 0..<shorteningsMax where mask.width > maxWidth && kept > 1 {
            kept = min(kept - 1, kept * maxWidth / mask.width)
            let words = text.prefix(kept).reversed().drop { " ·,".contains($0) }.reversed()
            mask = try renderText(String(words) + "…", pixelHeight: height)
        }
        return mask
    }

    private mutating func paint(_ box: Box, radius: Float, colour: (Int, Int) -> Colour) {
        let left = max(0, Int(box.x.rounded(.down)))
        let right = min(image.width, Int((box.x + box.width).rounded(.up)))
        let top = max(0, Int(box.y.rounded(.down)))
        let bottom = min(image.height, Int((box.y + box.height).rounded(.up)))
        guard left < right, top < bottom else { return }
        for y in top..<bottom {
            for x in left..<right {
                let cover = Self.coverage(of: box, radius: radius, x: Float(x), y: Float(y))
                if cover > 0 { blend(colour(x, y), cover: cover, x: x, y: y) }
            }
        }
    }

    /// Share of the pixel whose top left corner is (x, y) inside the rounded box: its signed
    /// distance from the edge, clipped to one pixel.
    private static func coverage(of box: Box, radius: Float, x: Float, y: Float) -> Float {
        let px = abs(x + 0.5 - box.centre.x) - (box.width / 2 - radius)
        let py = abs(y + 0.5 - box.centre.y) - (box.height / 2 - radius)
        let outside = (max(px, 0) * max(px, 0) + max(py, 0) * max(py, 0)).squareRoot()
        let distance = outside + min(max(px, py), 0) - radius
        return min(max(0.5 - distance, 0), 1)
    }

    private mutating func blend(_ colour: Colour, cover: Float, x: Int, y: Int) {
        let at = (y * image.width + x) * 3
        image.withMutablePixels { pixels in
            let parts = (colour.red, colour.green, colour.blue)
            pixels[at] = Self.mix(pixels[at], parts.0, cover)
            pixels[at + 1] = Self.mix(pixels[at + 1], parts.1, cover)
            pixels[at + 2] = Self.mix(pixels[at + 2], parts.2, cover)
        }
    }

    private static func mix(_ below: UInt8, _ above: UInt8, _ cover: Float) -> UInt8 {
        UInt8((Float(below) + (Float(above) - Float(below)) * cover).rounded())
    }
}
