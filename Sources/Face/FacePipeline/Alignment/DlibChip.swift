package import FaceTypes
package import Imaging

/// Cuts a face out as dlib's `extract_image_chip` does, which is how its embedder was trained.
///
/// Unlike a plain warp, the source of a large face is first halved by dlib's pyramid (a 5 x 5
/// binomial filter) until one more halving would leave fewer pixels than the chip has.
package enum DlibChip {
    /// Where the chip's pixels lie in the picture.
    ///
    /// - Parameters:
    ///   - fit: The least-squares similarity transform from template to landmarks.
    ///   - edge: Side of the chip, in pixels.
    /// - Returns: dlib's mapping: the chip's outer pixels lie on the inclusive corners of a square
    ///   of `edge` times the fit's scale, centred where the fit puts the template's middle.
    package static func transform(fitting fit: SimilarityTransform, edge: Int)
        -> SimilarityTransform
    {
        let side = Double(edge)
        let shrink = max(side * fit.scale - 1, 1e-3) / ((side - 1) * fit.scale)
        let cosine = fit.cosine * shrink
        let sine = fit.sine * shrink
        let centre = fit.apply(x: side / 2, y: side / 2)
        let middle = (side - 1) / 2
        return SimilarityTransform(
            cosine: cosine,
            sine: sine,
            shiftX: centre.x - cosine * middle + sine * middle,
            shiftY: centre.y - sine * middle - cosine * middle
        )
    }

    /// Cuts the chip.
    ///
    /// - Parameters:
    ///   - transform: From chip to picture, pixel centres at whole numbers in both.
    ///   - edge: Side of the chip, in pixels.
    package static func cut(
        from picture: PixelImage,
        by transform: SimilarityTransform,
        edge: Int
    ) -> PixelImage {
        let halvings = halvings(forScale: transform.scale)
        let part = part(of: picture, under: transform, edge: edge, halvings: halvings)
        guard halvings > 0, var level = picture.cropped(to: part) else {
            return picture.warped(by: transform.inverse, edge: edge)
        }
        var toLevel = transform.followed(
            by: SimilarityTransform(
                cosine: 1,
                sine: 0,
                shiftX: Double(-part.x),
                shiftY: Double(-part.y)
            )
        )
        for _ in 0..<halvings where level.width >= 8 && level.height >= 8 {
            level = level.halvedAsDlib()
            toLevel = toLevel.followed(by: step)
        }
        return level.warped(by: toLevel.inverse, edge: edge)
    }

    /// From a level to the next, as dlib's `point_down` has it.
    private static let step = SimilarityTransform(
        cosine: 0.5,
        sine: 0,
        shiftX: -0.625,
        shiftY: -0.375
    )

    /// How often dlib would halve: while the chip's rectangle, halved once more, is still larger.
    package static func halvings(forScale scale: Double) -> Int {
        var count = 0
        var remaining = scale / 2
        while remaining > 1, count < 8 {
            count += 1
            remaining /= 2
        }
        return count
    }

    /// The part of the picture the chip can see, with room for the filter.
    private static func part(
        of picture: PixelImage,
        under transform: SimilarityTransform,
        edge: Int,
        halvings: Int
    ) -> Box {
        let last = Double(edge - 1)
        let corners = [(0.0, 0.0), (last, 0), (0, last), (last, last)].map {
            transform.apply(x: $0.0, y: $0.1)
        }
        let margin = Double(8 << halvings)
        let left = (corners.map(\.x).min() ?? 0) - margin
        let top = (corners.map(\.y).min() ?? 0) - margin
        let right = (corners.map(\.x).max() ?? 0) + margin
        let bottom = (corners.map(\.y).max() ?? 0) + margin
        // An even origin keeps the grid of the halvings where dlib's whole-picture pyramid has it.
        let grid = Double(1 << halvings)
        let x = min(max(0, (left / grid).rounded(.down) * grid), Double(picture.width - 1))
        let y = min(max(0, (top / grid).rounded(.down) * grid), Double(picture.height - 1))
        return Box(
            x: Float(x),
            y: Float(y),
            width: Float(max(1, min(right.rounded(.up), Double(picture.width)) - x)),
            height: Float(max(1, min(bottom.rounded(.up), Double(picture.height)) - y))
        )
    }
}

extension PixelImage {
    /// dlib's `pyramid_down<2>`: a 5 x 5 binomial filter at every second pixel, without the border
    /// it does not reach.
    ///
    /// - Precondition: Both sides are at least 8.
    package func halvedAsDlib() -> PixelImage {
        precondition(width >= 8 && height >= 8)
        let wide = (width - 3) / 2
        let high = (height - 3) / 2
        var halves = PixelImage(width: wide, height: high)
        pixels.withUnsafeBufferPointer { source in
            halves.withMutablePixels { target in
                for row in 0..<high {
                    for column in 0..<wide {
                        for channel in 0..<3 {
                            target[3 * (row * wide + column) + channel] = filtered(
                                source,
                                centreX: 2 * column + 2,
                                centreY: 2 * row + 2,
                                channel: channel
                            )
                        }
                    }
                }
            }
        }
        return halves
    }

    private func filtered(
        _ source: UnsafeBufferPointer<UInt8>,
        centreX: Int,
        centreY: Int,
        channel: Int
    ) -> UInt8 {
        var sum = 0
        for dy in -2...2 {
            let weightY = binomial(dy)
            let base = 3 * ((centreY + dy) * width + centreX) + channel
            let outer = Int(source[base - 6]) + Int(source[base + 6])
            let inner = Int(source[base - 3]) + Int(source[base + 3])
            sum += weightY * (outer + 4 * inner + 6 * Int(source[base]))
        }
        return UInt8(truncatingIfNeeded: sum / 256)
    }

    private func binomial(_ offset: Int) -> Int {
        switch offset {
        case 0: 6
        case -1, 1: 4
        default: 1
        }
    }
}
