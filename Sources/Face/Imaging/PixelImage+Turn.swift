public import FaceTypes

/// A rearrangement of whole pixels: where the result's top left pixel comes from, and where in the
/// source one goes for a step to the right and a step down in the result.
struct Remapping {
    var startX = 0
    var startY = 0
    var xStep: (x: Int, y: Int)
    var yStep: (x: Int, y: Int)
}

extension PixelImage {
    /// The picture turned clockwise by a number of quarter turns; negative turns go the other way.
    ///
    /// - Complexity: O(pixels).
    public func rotated(quarterTurns: Int) -> PixelImage {
        switch quarterTurns & 3 {
        case 1: return Orientation.needsQuarterTurn.upright(self)
        case 2: return Orientation.upsideDown.upright(self)
        case 3: return Orientation.needsThreeQuarterTurn.upright(self)
        default: return self
        }
    }

    /// Moves whole pixels; width and height swap when a step to the right is a step down.
    ///
    /// Works in square tiles, because reading a large picture column by column misses the cache at
    /// every pixel.
    func remapped(_ map: Remapping) -> PixelImage {
        let swaps = map.xStep.x == 0
        var turned = PixelImage(width: swaps ? height : width, height: swaps ? width : height)
        let (columns, rows) = (turned.width, turned.height)
        let start = (map.startY * width + map.startX) * 3
        let right = (map.xStep.y * width + map.xStep.x) * 3
        let down = (map.yStep.y * width + map.yStep.x) * 3
        let tile = 32
        pixels.withUnsafeBufferPointer { source in
            turned.withMutablePixels { target in
                for tileY in stride(from: 0, to: rows, by: tile) {
                    for tileX in stride(from: 0, to: columns, by: tile) {
                        for y in tileY..<min(tileY + tile, rows) {
                            var from = start + y * down + tileX * right
                            var to = (y * columns + tileX) * 3
                            for _ in tileX..<min(tileX + tile, columns) {
                                target[to] = source[from]
                                target[to + 1] = source[from + 1]
                                target[to + 2] = source[from + 2]
                                from += right
                                to += 3
                            }
                        }
                    }
                }
            }
        }
        return turned
    }
}
