import FaceTypes

/// dlib's max-margin CNN face detector: packs an image pyramid into one picture and reads the
/// score map (King, "Max-Margin Object Detection", 2015; dlib's `loss_mmod`).
package enum MmodHead {
    /// Side of the window a score speaks of, in pixels of a level.
    static let window = 80

    /// Shortest side of a canvas its three unpadded 5 x 5 convolutions of stride 2 can take.
    static let canvasEdgeMin = 29

    /// Pixels of the tiled picture between cells of the score map.
    static let stride = 8

    /// Centre of the first cell's window.
    static let firstCentre = 14

    /// How much a level's coordinates shift when it was made from the one before.
    static let levelShift: Float = 0.3

    /// dlib's own overlap threshold for this net; boxes overlap as `OverlapMeasure.enclosing`.
    package static let overlapThreshold: Float = 0.338276135

    /// Lays the pyramid of a picture on one canvas that is 0 elsewhere.
    ///
    /// - Parameters:
    ///   - picture: Already as the net wants it (mean gone, scaled).
    ///   - tiling: Planned for the picture's size.
    package static func tiled(_ picture: PlanarImage, tiling: MmodTiling) -> PlanarImage {
        var values = [Float](repeating: 0, count: 3 * tiling.width * tiling.height)
        var level = picture
        for (index, tile) in tiling.tiles.enumerated() {
            if index > 0 { level = level.cornerAligned(width: tile.width, height: tile.height) }
            level.copy(into: &values, x: tile.x, y: tile.y, width: tiling.width)
        }
        return PlanarImage(width: tiling.width, height: tiling.height, values: values)
    }

    /// Reads the score map of a tiled picture.
    ///
    /// - Parameters:
    ///   - scores: (1, 1, rows, columns).
    ///   - tiling: Of the picture that was fed.
    ///   - threshold: Scores above it are faces; 0 is dlib's own.
    /// - Returns: Boxes in pixels of the picture the pyramid was made from, not yet suppressed,
    ///   scores as the net gives them.
    package static func decode(
        _ scores: HeadOutput,
        tiling: MmodTiling,
        threshold: Float
    ) -> [Candidate] {
        guard let columns = scores.shape.last, columns > 0 else { return [] }
        return scores.values.indices.compactMap { cell in
            let score = scores.values[cell]
            guard score > threshold, score.isFinite else { return nil }
            let box = window(
                centreX: stride * (cell % columns) + firstCentre,
                centreY: stride * (cell / columns) + firstCentre,
                tiling: tiling
            )
            return Candidate(box: box, landmarks: nil, score: score)
        }
    }

    /// The window round a point of the tiled picture, moved to the picture itself.
    private static func window(centreX: Int, centreY: Int, tiling: MmodTiling) -> Box {
        let index = tiling.nearestTile(x: centreX, y: centreY)
        let tile = tiling.tiles[index]
        // dlib's rectangles count their last pixel, so a window reaches 79 pixels.
        let reach = Float(window - 1)
        var left = Float(centreX - tile.x) - reach / 2
        var top = Float(centreY - tile.y) - reach / 2
        var right = left + reach
        var bottom = top + reach
        let growth = Float(MmodTiling.shrinkDenominator) / Float(MmodTiling.shrinkNumerator)
        for _ in 0..<index {
            left = left * growth + levelShift
            top = top * growth + levelShift
            right = right * growth + levelShift
            bottom = bottom * growth + levelShift
        }
        return Box(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }
}
