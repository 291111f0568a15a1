import FacePipeline
import FaceTypes

/// Which regions of two faces carry their likeness: each is covered in both aligned crops in turn,
/// and what remains is embedded and compared again.
struct RegionExplanation: Encodable, Sendable {
    /// One region.
    struct Region: Encodable, Sendable {
        var name: String
        /// Similarity with the region covered in both crops.
        var similarityWithout: Float
        /// Its part of all that the regions carry; 0 when the faces are no less alike without it.
        var share: Float
        /// Where it lies in an aligned crop, as shares of its side.
        var area: Box
    }

    var similarity: Float
    var regions: [Region]
    var method =
        "Each region is covered in both aligned faces, both are embedded again, and the loss of "
        + "similarity is its share; regions that lose nothing have none."

    /// Measures; blocks.
    init(_ one: AnalysedFace, _ other: AnalysedFace, eyes: PhotoEyes) throws {
        let areas = FaceRegions.areas(eyes.template)
        var crops: [AlignedFace] = []
        for area in areas {
            crops.append(Self.covered(one.aligned, area.box))
            crops.append(Self.covered(other.aligned, area.box))
        }
        let embeddings = try eyes.embed(crops)
        let whole = one.embedding.similarity(to: other.embedding)
        let without = areas.indices.map { place in
            embeddings[2 * place].similarity(to: embeddings[2 * place + 1])
        }
        let losses = without.map { max(0, whole - $0) }
        let sum = losses.reduce(0, +)
        similarity = whole
        regions = areas.enumerated().map { place, area in
            Region(
                name: area.name,
                similarityWithout: without[place],
                share: sum > 0 ? losses[place] / sum : 0,
                area: area.box
            )
        }
    }

    /// The crop with an area filled with the crop's mean colour.
    private static func covered(_ face: AlignedFace, _ area: Box) -> AlignedFace {
        let image = face.image
        let edge = Float(image.width)
        var pixels = image.pixels
        var sums = (0, 0, 0)
        for place in stride(from: 0, to: pixels.count, by: 3) {
            sums.0 += Int(pixels[place])
            sums.1 += Int(pixels[place + 1])
            sums.2 += Int(pixels[place + 2])
        }
        let count = image.width * image.height
        let mean = (
            UInt8(sums.0 / count), UInt8(sums.1 / count), UInt8(sums.2 / count)
        )
        let rows = span(area.y, area.height, edge)
        let columns = span(area.x, area.width, edge)
        for y in rows {
            for x in columns {
                let place = 3 * (y * image.width + x)
                (pixels[place], pixels[place + 1], pixels[place + 2]) = mean
            }
        }
        return AlignedFace(
            image: PixelImage(width: image.width, height: image.height, pixels: pixels)
        )
    }

    private static func span(_ start: Float, _ length: Float, _ edge: Float) -> Range<Int> {
        let first = max(0, min(Int(start * edge), Int(edge)))
        let last = max(first, min(Int((start + length) * edge), Int(edge)))
        return first..<last
    }
}

/// The regions of an aligned face, laid out by where its landmarks meet the template.
enum FaceRegions {
    /// Where the landmarks lie when the pack does not say: the template most packs use.
    private static let standard = [
        Point(x: 0.342, y: 0.462), Point(x: 0.656, y: 0.460), Point(x: 0.500, y: 0.641),
        Point(x: 0.371, y: 0.825), Point(x: 0.631, y: 0.823),
    ]

    /// - Parameter template: left eye, right eye, nose, mouth corners, as shares of the side.
    static func areas(_ template: [Point]) -> [(name: String, box: Box)] {
        let points = template.count == 5 ? template : standard
        let (left, right, nose) = (points[0], points[1], points[2])
        let unit = right.x - left.x
        let eyes = (left.y + right.y) / 2
        let mouth = (points[3].y + points[4].y) / 2
        let eyesTop = eyes - 0.35 * unit
        let eyesEnd = eyes + 0.25 * unit
        let mouthTop = mouth - 0.25 * unit
        let mouthEnd = mouth + 0.25 * unit
        func box(_ x: ClosedRange<Float>, _ y: ClosedRange<Float>) -> Box {
            let (x0, x1) = (max(0, x.lowerBound), min(1, x.upperBound))
            let (y0, y1) = (max(0, y.lowerBound), min(1, y.upperBound))
            return Box(x: x0, y: y0, width: max(0, x1 - x0), height: max(0, y1 - y0))
        }
        func span(_ first: Float, _ last: Float) -> ClosedRange<Float> {
            first...max(first, last)
        }
        let nostrils = span(nose.x - 0.35 * unit, nose.x + 0.35 * unit)
        return [
            ("forehead", box(0...1, span(0, eyesTop))),
            ("eyes", box(span(left.x - 0.5 * unit, right.x + 0.5 * unit), span(eyesTop, eyesEnd))),
            ("nose", box(nostrils, span(eyesEnd, mouthTop))),
            ("leftCheek", box(span(0, nostrils.lowerBound), span(eyesEnd, mouthTop))),
            ("rightCheek", box(span(nostrils.upperBound, 1), span(eyesEnd, mouthTop))),
            (
                "mouth",
                box(
                    span(points[3].x - 0.25 * unit, points[4].x + 0.25 * unit),
                    span(mouthTop, mouthEnd)
                )
            ),
            ("chin", box(0...1, span(mouthEnd, 1))),
        ]
    }
}
