/// The picture while it is drawn: four samples a pixel, each a colour and a depth.
struct SampleBuffer {
    /// Samples a pixel's side.
    static let factor = 2
    private static let farthest: Float = -10_000

    let width: Int
    let height: Int
    /// Red, green, blue in linear light, and depth in millimetres towards the viewer.
    private(set) var samples: [SIMD4<Float>]

    init(width: Int, height: Int) {
        self.width = width * Self.factor
        self.height = height * Self.factor
        samples = [SIMD4<Float>](
            repeating: SIMD4(0, 0, 0, Self.farthest),
            count: self.width * self.height
        )
    }

    /// Draws a sheet whose points are in pixels and whose colours are lit.
    mutating func draw(
        _ sheet: SurfaceGrid,
        places: [Vector],
        colours: [Vector]
    ) {
        let (width, height) = (self.width, self.height)
        let columns = sheet.columns
        samples.withUnsafeMutableBufferPointer { samples in
            places.withUnsafeBufferPointer { places in
                colours.withUnsafeBufferPointer { colours in
                    sheet.points.withUnsafeBufferPointer { points in
                        var brush = Brush(samples: samples, width: width, height: height)
                        for row in 0..<(sheet.rows - 1) {
                            for column in 0..<(columns - 1) {
                                let first = row * columns + column
                                let corners = (
                                    first, first + 1, first + columns, first + columns + 1
                                )
                                let cover = max(
                                    max(points[corners.0].coverage, points[corners.1].coverage),
                                    max(points[corners.2].coverage, points[corners.3].coverage)
                                )
                                if cover <= 0 { continue }
                                let a = Brush.Corner(
                                    places[corners.0],
                                    colours[corners.0],
                                    points[corners.0].coverage
                                )
                                let b = Brush.Corner(
                                    places[corners.1],
                                    colours[corners.1],
                                    points[corners.1].coverage
                                )
                                let c = Brush.Corner(
                                    places[corners.2],
                                    colours[corners.2],
                                    points[corners.2].coverage
                                )
                                let d = Brush.Corner(
                                    places[corners.3],
                                    colours[corners.3],
                                    points[corners.3].coverage
                                )
                                brush.triangle(a, b, c)
                                brush.triangle(b, d, c)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Fills triangles into a sample buffer.
struct Brush {
    struct Corner {
        let x: Float
        let y: Float
        /// Red, green, blue, depth.
        let paint: SIMD4<Float>
        let coverage: Float

        @inline(__always)
        init(_ place: Vector, _ colour: Vector, _ coverage: Float) {
            x = place.x * Float(SampleBuffer.factor)
            y = place.y * Float(SampleBuffer.factor)
            paint = SIMD4(colour, place.z)
            self.coverage = coverage
        }
    }

    let samples: UnsafeMutableBufferPointer<SIMD4<Float>>
    let width: Int
    let height: Int

    @inline(__always)
    mutating func triangle(_ a: Corner, _ b: Corner, _ c: Corner) {
        let top = max(min(a.y, min(b.y, c.y)) - 0.5, 0).rounded(.up)
        let bottom = min(max(a.y, max(b.y, c.y)) - 0.5, Float(height - 1)).rounded(.down)
        let leftmost = max(min(a.x, min(b.x, c.x)) - 0.5, 0).rounded(.up)
        let rightmost = min(max(a.x, max(b.x, c.x)) - 0.5, Float(width - 1)).rounded(.down)
        guard top <= bottom, leftmost <= rightmost else { return }
        let area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)
        guard area > 1e-6 || area < -1e-6 else { return }
        let inverse = 1 / area
        let solid = a.coverage >= 1 && b.coverage >= 1 && c.coverage >= 1
        for row in Int(top)...Int(bottom) {
            let y = Float(row) + 0.5
            for column in Int(leftmost)...Int(rightmost) {
                let x = Float(column) + 0.5
                let second = ((x - a.x) * (c.y - a.y) - (c.x - a.x) * (y - a.y)) * inverse
                let third = ((b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)) * inverse
                let first = 1 - second - third
                guard first >= -1e-4, second >= -1e-4, third >= -1e-4 else { continue }
                let paint = a.paint * first + b.paint * second + c.paint * third
                let index = row * width + column
                guard paint.w > samples[index].w else { continue }
                if !solid {
                    let cover = a.coverage * first + b.coverage * second + c.coverage * third
                    guard cover > Self.threshold(column, row) else { continue }
                }
                samples[index] = paint
            }
        }
    }

    /// An ordered, slightly scattered threshold, so that half coverage keeps half the samples.
    @inline(__always)
    private static func threshold(_ column: Int, _ row: Int) -> Float {
        let corner = (row & 1) == 0 ? ((column & 1) == 0 ? 0 : 2) : ((column & 1) == 0 ? 3 : 1)
        let mixed = UInt32(truncatingIfNeeded: column &* 73 &+ row &* 151) &* 0x9E37_79B1
        return (Float(corner) + Float(mixed >> 24) * (1 / 256)) * 0.25
    }
}
