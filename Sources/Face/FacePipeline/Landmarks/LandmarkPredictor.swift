package import FaceTypes
package import ModelPacks

/// Finds dlib's five points in a face box: a cascade of regression trees over pixel differences
/// (Kazemi and Sullivan, 2014), evaluated as dlib's `shape_predictor` does.
package struct LandmarkPredictor: Sendable {
    private let model: LandmarkPredictorModel

    /// Takes a model, whose indices are known to be sound.
    package init(_ model: LandmarkPredictorModel) {
        self.model = model
    }

    /// The points of a face, in the model's own order, rounded to whole pixels as dlib does.
    ///
    /// - Parameters:
    ///   - box: As the predictor's own kind of detector gives it, in pixels of `picture`.
    ///   - picture: The picture; its intensity is the whole mean of the three channels.
    package func points(in box: Box, of picture: PixelImage) -> [Point] {
        let frame = PixelFrame(box)
        var shape = model.initialShape
        var intensities = [Float](repeating: 0, count: model.featuresPerCascade)
        for cascade in 0..<model.cascadeCount {
            look(cascade: cascade, shape: shape, frame: frame, at: picture, into: &intensities)
            refine(&shape, cascade: cascade, intensities: intensities)
        }
        return (0..<model.pointCount).map { index in
            let place = frame.place(shape[2 * index], shape[2 * index + 1])
            return Point(x: (place.x + 0.5).rounded(.down), y: (place.y + 0.5).rounded(.down))
        }
    }

    /// Reads the brightness of every pixel the cascade's trees compare.
    private func look(
        cascade: Int,
        shape: [Float],
        frame: PixelFrame,
        at picture: PixelImage,
        into intensities: inout [Float]
    ) {
        let turn = Self.linearPart(from: model.initialShape, to: shape)
        let features = model.featuresPerCascade
        picture.pixels.withUnsafeBufferPointer { pixels in
            for feature in 0..<features {
                let index = cascade * features + feature
                let dx = model.offsets[2 * index]
                let dy = model.offsets[2 * index + 1]
                let anchor = Int(model.anchors[index])
                let place = frame.place(
                    turn.cosine * dx - turn.sine * dy + shape[2 * anchor],
                    turn.sine * dx + turn.cosine * dy + shape[2 * anchor + 1]
                )
                intensities[feature] = Self.intensity(at: place, of: pixels, picture)
            }
        }
    }

    /// Adds what the reached leaf of every tree says.
    private func refine(_ shape: inout [Float], cascade: Int, intensities: [Float]) {
        let trees = model.treesPerCascade
        let splits = model.splitsPerTree
        let numbers = shape.count
        model.firstFeatures.withUnsafeBufferPointer { first in
            model.secondFeatures.withUnsafeBufferPointer { second in
                model.splitThresholds.withUnsafeBufferPointer { thresholds in
                    model.leaves.withUnsafeBufferPointer { leaves in
                        intensities.withUnsafeBufferPointer { seen in
                            for tree in (cascade * trees)..<((cascade + 1) * trees) {
                                let base = tree &* splits
                                var node = 0
                                while node < splits {
                                    let at = base &+ node
                                    let difference = seen[Int(first[at])] - seen[Int(second[at])]
                                    node = 2 &* node &+ (difference > thresholds[at] ? 1 : 2)
                                }
                                let reached = tree &* model.leavesPerTree &+ node &- splits
                                let leaf = reached &* numbers
                                for index in 0..<numbers { shape[index] += leaves[leaf &+ index] }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func intensity(
        at place: Point,
        of pixels: UnsafeBufferPointer<UInt8>,
        _ picture: PixelImage
    ) -> Float {
        guard abs(place.x) < 1e6, abs(place.y) < 1e6 else { return 0 }
        let x = Int((place.x + 0.5).rounded(.down))
        let y = Int((place.y + 0.5).rounded(.down))
        guard x >= 0, y >= 0, x < picture.width, y < picture.height else { return 0 }
        let at = 3 * (y * picture.width + x)
        return Float((Int(pixels[at]) + Int(pixels[at + 1]) + Int(pixels[at + 2])) / 3)
    }

    /// Rotation and scale of the least-squares similarity between two shapes, as the complex
    /// number that multiplies the first.
    private static func linearPart(
        from source: [Float],
        to target: [Float]
    ) -> (cosine: Float, sine: Float) {
        let count = Double(source.count / 2)
        var means = (0.0, 0.0, 0.0, 0.0)
        for index in stride(from: 0, to: source.count, by: 2) {
            means.0 += Double(source[index]) / count
            means.1 += Double(source[index + 1]) / count
            means.2 += Double(target[index]) / count
            means.3 += Double(target[index + 1]) / count
        }
        var along = 0.0
        var across = 0.0
        var size = 0.0
        for index in stride(from: 0, to: source.count, by: 2) {
            let x = Double(source[index]) - means.0
            let y = Double(source[index + 1]) - means.1
            let newX = Double(target[index]) - means.2
            let newY = Double(target[index + 1]) - means.3
            along += x * newX + y * newY
            across += x * newY - y * newX
            size += x * x + y * y
        }
        return size > 0 ? (Float(along / size), Float(across / size)) : (1, 0)
    }
}

/// The unit square of a face box, in pixels; dlib's boxes count their last pixel.
private struct PixelFrame {
    let left: Float
    let top: Float
    let reachX: Float
    let reachY: Float

    init(_ box: Box) {
        // dlib's rectangles lie on whole pixels.
        left = (box.x + 0.5).rounded(.down)
        top = (box.y + 0.5).rounded(.down)
        reachX = (box.x + box.width - 0.5).rounded(.down) - left
        reachY = (box.y + box.height - 0.5).rounded(.down) - top
    }

    func place(_ x: Float, _ y: Float) -> Point {
        Point(x: left + x * reachX, y: top + y * reachY)
    }
}
