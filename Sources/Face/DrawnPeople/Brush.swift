/// Fills triangles into a sample buffer.
struct Brush {
    let samples: UnsafeMutableBufferPointer<SIMD4<Float>>
    let width: Int
    let height: Int
    let showsBack: Bool

    @inline(__always)
    func triangle(_ a: LitSheet.Corner, _ b: LitSheet.Corner, _ c: LitSheet.Corner) {
        let (abX, abY) = (b.x - a.x, b.y - a.y)
        let (acX, acY) = (c.x - a.x, c.y - a.y)
        let area = abX * acY - acX * abY
        guard area > 1e-6 || (showsBack && area < -1e-6) else { return }
        guard max(a.coverage, max(b.coverage, c.coverage)) > 0 else { return }
        let top = Self.raised(max(min(a.y, min(b.y, c.y)) - 0.5, 0))
        let bottom = Int(min(max(a.y, max(b.y, c.y)) - 0.5, Float(height - 1)) + 1) - 1
        let leftmost = Self.raised(max(min(a.x, min(b.x, c.x)) - 0.5, 0))
        let rightmost = Int(min(max(a.x, max(b.x, c.x)) - 0.5, Float(width - 1)) + 1) - 1
        guard top <= bottom, leftmost <= rightmost else { return }
        let inverse = 1 / area
        let paintB = b.paint - a.paint
        let paintC = c.paint - a.paint
        let solid = min(a.coverage, min(b.coverage, c.coverage)) >= 1
        let (stepB, stepC) = (acY * inverse, -abY * inverse)
        let x = Float(leftmost) + 0.5 - a.x
        for row in top...bottom {
            let y = Float(row) + 0.5 - a.y
            var second = (x * acY - acX * y) * inverse - stepB
            var third = (abX * y - x * abY) * inverse - stepC
            for column in leftmost...rightmost {
                second += stepB
                third += stepC
                guard second >= -1e-4, third >= -1e-4, second + third <= 1.0001 else { continue }
                let paint = a.paint + paintB * second + paintC * third
                let index = row * width + column
                guard paint.w > samples[index].w else { continue }
                if !solid {
                    let cover = a.coverage * (1 - second - third) + b.coverage * second
                    guard cover + c.coverage * third > Self.threshold(column, row) else { continue }
                }
                samples[index] = paint
            }
        }
    }

    /// The least whole number that is not below a value that is not negative.
    @inline(__always)
    private static func raised(_ value: Float) -> Int {
        let whole = Int(value)
        return Float(whole) < value ? whole + 1 : whole
    }

    /// An ordered, slightly scattered threshold, so that half coverage keeps half the samples.
    @inline(__always)
    private static func threshold(_ column: Int, _ row: Int) -> Float {
        let corner = (row & 1) == 0 ? ((column & 1) == 0 ? 0 : 2) : ((column & 1) == 0 ? 3 : 1)
        let mixed = UInt32(truncatingIfNeeded: column &* 73 &+ row &* 151) &* 0x9E37_79B1
        return (Float(corner) + Float(mixed >> 24) * (1 / 256)) * 0.25
    }
}
