public import FaceTypes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A turn, a uniform scale and a shift of the plane; never a reflection.
///
/// Takes (x, y) to (cosine * x - sine * y + shiftX, sine * x + cosine * y + shiftY), where `cosine`
/// and `sine` carry the scale.
public struct SimilarityTransform: Sendable, Hashable {
    /// Scale times the cosine of the angle.
    public let cosine: Double

    /// Scale times the sine of the angle; positive turns clockwise on the screen, as y grows down.
    public let sine: Double

    /// Pixels to the right, after turning.
    public let shiftX: Double

    /// Pixels downwards, after turning.
    public let shiftY: Double

    /// Makes a transform from its four numbers.
    public init(cosine: Double, sine: Double, shiftX: Double, shiftY: Double) {
        self.cosine = cosine
        self.sine = sine
        self.shiftX = shiftX
        self.shiftY = shiftY
    }

    /// Leaves every point where it is.
    public static let identity = SimilarityTransform(cosine: 1, sine: 0, shiftX: 0, shiftY: 0)

    /// Finds the transform that brings `points` closest to `targets`, in the sense of least squares.
    ///
    /// The closed form of Umeyama (IEEE PAMI 13(4), 1991, doi:10.1109/34.88573) for the plane and
    /// without reflections, so that a mirrored face is never mirrored back.
    /// - Parameters:
    ///   - points: Two or more, such as a face's landmarks in a photo.
    ///   - targets: As many, in the same order, such as a pack's template.
    /// - Throws: `ImagingError.degeneratePoints` when a coordinate is not finite, when all points
    ///   coincide, or when three or more lie on one line: no face does, and such points say nothing
    ///   of what lies beside the line.
    /// - Precondition: both lists are of one length, two at least.
    public init(mapping points: [Point], to targets: [Point]) throws(ImagingError) {
        precondition(points.count == targets.count && points.count >= 2)
        let source = try PointCloud(points, called: "points")
        let target = try PointCloud(targets, called: "targets")
        var (along, across) = (0.0, 0.0)
        for (from, to) in zip(source.centred, target.centred) {
            along += from.x * to.x + from.y * to.y
            across += from.x * to.y - from.y * to.x
        }
        let cosine = along / source.spread
        let sine = across / source.spread
        let scale = (cosine * cosine + sine * sine).squareRoot()
        guard scale.isFinite, scale * (source.spread / target.spread).squareRoot() > 1e-6 else {
            throw .degeneratePoints(reason: "no turn brings the points nearer to the targets")
        }
        self.init(
            cosine: cosine,
            sine: sine,
            shiftX: target.middle.x - cosine * source.middle.x + sine * source.middle.y,
            shiftY: target.middle.y - sine * source.middle.x - cosine * source.middle.y
        )
    }

    /// How many times longer lengths become.
    public var scale: Double { (cosine * cosine + sine * sine).squareRoot() }

    /// The turn in radians, -pi to pi; positive is clockwise on the screen.
    public var angle: Double { atan2(sine, cosine) }

    /// The way back.
    ///
    /// - Precondition: the scale is not 0.
    public var inverse: SimilarityTransform {
        let square = cosine * cosine + sine * sine
        precondition(square > 0)
        let (backCosine, backSine) = (cosine / square, -sine / square)
        return SimilarityTransform(
            cosine: backCosine,
            sine: backSine,
            shiftX: -(backCosine * shiftX - backSine * shiftY),
            shiftY: -(backSine * shiftX + backCosine * shiftY)
        )
    }

    /// Where a point goes.
    public func apply(_ point: Point) -> Point {
        let (x, y) = apply(x: Double(point.x), y: Double(point.y))
        return Point(x: Float(x), y: Float(y))
    }

    /// Where a point goes, in full precision.
    public func apply(x: Double, y: Double) -> (x: Double, y: Double) {
        (cosine * x - sine * y + shiftX, sine * x + cosine * y + shiftY)
    }

    /// This transform first, then another.
    public func followed(by next: SimilarityTransform) -> SimilarityTransform {
        let shift = next.apply(x: shiftX, y: shiftY)
        return SimilarityTransform(
            cosine: next.cosine * cosine - next.sine * sine,
            sine: next.sine * cosine + next.cosine * sine,
            shiftX: shift.x,
            shiftY: shift.y
        )
    }
}

/// Points about their middle, and how far they spread.
private struct PointCloud {
    let middle: (x: Double, y: Double)
    let centred: [(x: Double, y: Double)]

    /// The sum of squared distances from the middle.
    let spread: Double

    init(_ points: [Point], called name: String) throws(ImagingError) {
        let all = points.map { (x: Double($0.x), y: Double($0.y)) }
        let count = Double(all.count)
        let middle = (
            x: all.reduce(0) { $0 + $1.x } / count,
            y: all.reduce(0) { $0 + $1.y } / count
        )
        guard middle.x.isFinite, middle.y.isFinite else {
            throw .degeneratePoints(reason: "a coordinate of the \(name) is not a number")
        }
        self.middle = middle
        centred = all.map { (x: $0.x - middle.x, y: $0.y - middle.y) }
        let xx = centred.reduce(0) { $0 + $1.x * $1.x }
        let yy = centred.reduce(0) { $0 + $1.y * $1.y }
        let xy = centred.reduce(0) { $0 + $1.x * $1.y }
        spread = xx + yy
        let size = max(1, abs(middle.x), abs(middle.y))
        // Float coordinates carry about seven digits: less than this is rounding, not distance.
        guard spread > size * size * 1e-11 else {
            throw .degeneratePoints(reason: "all \(name) coincide")
        }
        // 4 det / trace^2 is 1 for a round cloud and 0 for a line.
        let roundness = 4 * (xx * yy - xy * xy) / (spread * spread)
        guard points.count == 2 || roundness > 1e-6 else {
            throw .degeneratePoints(reason: "all \(name) lie on one line")
        }
    }
}
