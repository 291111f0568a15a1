package import FaceTypes

/// Covers parts of aligned crops.
package struct CoveredFace {
    /// How softly a cover ends, as a part of the crop's side: an edge would be a feature of its own.
    static let softness: Float = 1.0 / 32

    let face: AlignedFace

    /// Takes a crop.
    package init(face: AlignedFace) { self.face = face }

    /// The crop with these parts in its own mean colour.
    ///
    /// - Parameter areas: in parts of the crop's side, 0...1.
    package func covered(_ areas: [Box]) -> AlignedFace {
        var image = face.image
        let edge = image.width
        let mean = Self.meanColour(of: image)
        let cover = coverage(of: areas, edge: edge)
        image.withMutablePixels { pixels in
            for place in 0..<(edge * edge) {
                let weight = cover[place]
                guard weight > 0 else { continue }
                for channel in 0..<3 {
                    let own = Float(pixels[3 * place + channel])
                    let mixed = own + (mean[channel] - own) * weight
                    pixels[3 * place + channel] = UInt8(mixed.rounded())
                }
            }
        }
        return AlignedFace(image: image)
    }

    /// How much of each pixel is covered, 0...1.
    private func coverage(of areas: [Box], edge: Int) -> [Float] {
        var cover = [Float](repeating: 0, count: edge * edge)
        let soft = Self.softness * Float(edge)
        for area in areas {
            let across = (0..<edge).map {
                Self.inside(Float($0) + 0.5, area.x, area.x + area.width, edge, soft)
            }
            let down = (0..<edge).map {
                Self.inside(Float($0) + 0.5, area.y, area.y + area.height, edge, soft)
            }
            for row in 0..<edge where down[row] > 0 {
                for column in 0..<edge {
                    // Neighbouring parts of one region add up to a whole cover at their seam.
                    let place = row * edge + column
                    cover[place] = min(1, cover[place] + down[row] * across[column])
                }
            }
        }
        return cover
    }

    /// How far inside a stretch a position lies: 0 outside, 1 inside, between within the soft border;
    /// the crop's own border is not softened.
    private static func inside(
        _ position: Float,
        _ from: Float,
        _ upTo: Float,
        _ edge: Int,
        _ soft: Float
    ) -> Float {
        let before = from <= 0 ? 1 : (position - from * Float(edge)) / soft + 0.5
        let after = upTo >= 1 ? 1 : (upTo * Float(edge) - position) / soft + 0.5
        return min(max(before, 0), 1) * min(max(after, 0), 1)
    }

    private static func meanColour(of image: PixelImage) -> [Float] {
        var sums = [0, 0, 0]
        for place in stride(from: 0, to: image.pixels.count, by: 3) {
            for channel in 0..<3 { sums[channel] += Int(image.pixels[place + channel]) }
        }
        let count = Float(image.width * image.height)
        return sums.map { Float($0) / count }
    }
}
