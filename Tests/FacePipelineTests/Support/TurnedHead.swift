import FaceTypes
import Foundation

/// Turns the head in a portrait, as one would to make a training set of large poses (Zhu et al., "Face
/// Alignment Across Large Poses: A 3D Solution", 2016): the photo is laid on a head of average shape,
/// the head is turned, and what the camera no longer sees is gone.
///
/// The head is an ellipsoid with a nose, eye sockets, lips, chin and brow ridge, in eye distances. What
/// the photo does not show of it (behind the temples) continues the colours at its rim; the head's
/// place in the photo is filled from both sides first.
struct TurnedHead {
    /// Half axes of the head: across, down, and to the front.
    private static let axes = (x: Float(1.2), y: Float(1.9), z: Float(1.5))
    /// Height of the eyes above the mouth in a frontal face, in eye distances.
    private static let frontalHeight: Float = 1.054
    /// Pixels of the photo between samples of the head's surface, at least two on each.
    private static let spacing: Float = 0.45
    /// Azimuth in radians beyond which the photo shows nothing of the head.
    private static let photoReach: Float = 1.25
    /// Depth in eye distances within which samples count as one surface.
    private static let skin: Float = 0.06

    private struct Sample {
        let pixel: Int
        let depth: Float
        let colour: SIMD3<Float>
    }

    private let picture: PixelImage
    private let origin: SIMD2<Float>
    private let right: SIMD2<Float>
    private let down: SIMD2<Float>
    private let unit: Float

    /// - Parameter landmarks: of the head, in pixels of the picture.
    init(_ picture: PixelImage, landmarks: FaceLandmarks) {
        self.picture = picture
        func vector(_ point: Point) -> SIMD2<Float> { SIMD2(point.x, point.y) }
        let left = vector(landmarks.leftEye)
        let eyes = vector(landmarks.rightEye) - left
        let between = left + eyes / 2
        let mouth = (vector(landmarks.leftMouth) + vector(landmarks.rightMouth)) / 2
        let length = max((eyes * eyes).sum().squareRoot(), 1)
        let height = mouth - between
        origin = between
        right = eyes / length
        down = SIMD2(-right.y, right.x)
        // A head that is turned already shows its eyes closer together than they are.
        unit = max(length, (height * height).sum().squareRoot() / Self.frontalHeight)
    }

    /// The picture with the head turned by so many degrees more: to the picture's right, and up.
    func turned(yaw: Float, pitch: Float) -> PixelImage {
        let samples = samples(yaw: yaw * .pi / 180, pitch: pitch * .pi / 180)
        let count = picture.width * picture.height
        var nearest = [Float](repeating: -.infinity, count: count)
        for sample in samples { nearest[sample.pixel] = max(nearest[sample.pixel], sample.depth) }
        var sums = [SIMD3<Float>](repeating: .zero, count: count)
        var weights = [Float](repeating: 0, count: count)
        for sample in samples where sample.depth > nearest[sample.pixel] - Self.skin {
            sums[sample.pixel] += sample.colour
            weights[sample.pixel] += 1
        }
        var result = withoutHead()
        result.withMutablePixels { pixels in
            for place in 0..<count where weights[place] > 0 {
                let colour = sums[place] / weights[place]
                for channel in 0..<3 {
                    pixels[3 * place + channel] = UInt8(min(max(colour[channel] + 0.5, 0), 255))
                }
            }
        }
        return result
    }

    /// The surface of the turned head, as far as it faces the camera.
    private func samples(yaw: Float, pitch: Float) -> [Sample] {
        let axes = Self.axes
        let across = max(64, Int(4.2 * axes.x * unit / Self.spacing))
        let rows = max(64, Int(2 * axes.y * unit / Self.spacing))
        var samples: [Sample] = []
        samples.reserveCapacity(across * rows / 2)
        for row in 0..<rows {
            let y = axes.y * 0.999 * (2 * Float(row) / Float(rows - 1) - 1)
            let ring = (1 - (y / axes.y) * (y / axes.y)).squareRoot()
            for step in 0..<across {
                let azimuth = 0.95 * Float.pi * (2 * Float(step) / Float(across - 1) - 1)
                let x = axes.x * sin(azimuth) * ring
                var z = axes.z * cos(azimuth) * ring
                if abs(azimuth) < .pi / 2 {
                    z += Self.relief(x, y) * min(max(3 * cos(azimuth), 0), 1)
                }
                let turnedX = x * cos(yaw) + z * sin(yaw)
                let turnedZ = z * cos(yaw) - x * sin(yaw)
                let turnedY = y * cos(pitch) - turnedZ * sin(pitch)
                let depth = y * sin(pitch) + turnedZ * cos(pitch)
                guard depth > -0.2, let pixel = pixel(turnedX, turnedY) else { continue }
                let shown = min(max(azimuth, -Self.photoReach), Self.photoReach)
                let colour = colour(axes.x * sin(shown) * ring, y)
                samples.append(Sample(pixel: pixel, depth: depth, colour: colour))
            }
        }
        return samples
    }

    /// How far the face stands out of the ellipsoid, in eye distances.
    private static func relief(_ x: Float, _ y: Float) -> Float {
        func hill(_ dx: Float, _ dy: Float, _ wide: Float, _ high: Float) -> Float {
            exp(-(dx * dx / wide + dy * dy / high))
        }
        // From the bridge down to the tip, and back under it.
        let along = min(max(y / 0.55, 0), 1)
        let rise = y < 0.55 ? pow(along, 1.3) : min(max(1 - (y - 0.55) / 0.17, 0), 1)
        let width = 0.1 + 0.1 * along
        let nose = 0.38 * rise * exp(-(x / width) * (x / width))
        let sockets = 0.1 * (hill(x - 0.5, y, 0.06, 0.06) + hill(x + 0.5, y, 0.06, 0.06))
        let mouth = 0.06 * hill(x, y - 1.1, 0.12, 0.03) + 0.1 * hill(x, y - 1.65, 0.12, 0.05)
        let brow = 0.08 * exp(-(y + 0.32) * (y + 0.32) / 0.02) * exp(-pow(x / 0.6, 4))
        return nose - sockets + mouth + brow
    }

    private func pixel(_ x: Float, _ y: Float) -> Int? {
        let place = origin + unit * (x * right + y * down)
        let column = Int(place.x.rounded())
        let row = Int(place.y.rounded())
        let isInside =
            column >= 0 && row >= 0 && column < picture.width && row < picture.height
        guard isInside else { return nil }
        return row * picture.width + column
    }

    private func colour(_ x: Float, _ y: Float) -> SIMD3<Float> {
        let place = origin + unit * (x * right + y * down)
        let clampedX = min(max(place.x, 0), Float(picture.width) - 1.001)
        let clampedY = min(max(place.y, 0), Float(picture.height) - 1.001)
        let (column, row) = (Int(clampedX), Int(clampedY))
        let (partX, partY) = (clampedX - Float(column), clampedY - Float(row))
        func read(_ column: Int, _ row: Int) -> SIMD3<Float> {
            let at = 3 * (row * picture.width + column)
            return SIMD3(
                Float(picture.pixels[at]),
                Float(picture.pixels[at + 1]),
                Float(picture.pixels[at + 2])
            )
        }
        let upper = read(column, row) * (1 - partX) + read(column + 1, row) * partX
        let lower = read(column, row + 1) * (1 - partX) + read(column + 1, row + 1) * partX
        return upper * (1 - partY) + lower * partY
    }

    /// The picture with the head's place filled, row by row, from its left to its right rim.
    private func withoutHead() -> PixelImage {
        var result = picture
        let (width, height) = (picture.width, picture.height)
        let source = picture.pixels
        result.withMutablePixels { pixels in
            for row in 0..<height {
                let inside = (0..<width).filter { isHead(Float($0), Float(row)) }
                guard let first = inside.first, let last = inside.last else { continue }
                let before = first > 0 ? first - 1 : min(last + 1, width - 1)
                let after = last < width - 1 ? last + 1 : before
                for column in first...last {
                    let part = Float(column - first + 1) / Float(last - first + 2)
                    for channel in 0..<3 {
                        let left = Float(source[3 * (row * width + before) + channel])
                        let right = Float(source[3 * (row * width + after) + channel])
                        pixels[3 * (row * width + column) + channel] =
                            UInt8(left + (right - left) * part)
                    }
                }
            }
        }
        return result
    }

    private func isHead(_ column: Float, _ row: Float) -> Bool {
        let from = (SIMD2(column, row) - origin) / unit
        let x = (from * right).sum() / (Self.axes.x * 1.12)
        let y = (from * down).sum() / (Self.axes.y * 1.05)
        return x * x + y * y < 1
    }
}
