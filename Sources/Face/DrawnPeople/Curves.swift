// The small mathematics of this room. Only + - * / and the square root are used: IEEE 754 fixes
// their results to the last bit, which library sines and powers do not promise.

/// Three numbers (a place, a direction, or linear light) in a register of four; the fourth is
/// carried along and means nothing.
typealias Vector = SIMD4<Float>

/// From 0 at `low` to 1 at `high`, smooth at both ends; `low` may lie above `high`.
@inline(__always)
func ramp(_ value: Float, _ low: Float, _ high: Float) -> Float {
    let share = min(max((value - low) / (high - low), 0), 1)
    return share * share * (3 - 2 * share)
}

@inline(__always)
func mix(_ first: Float, _ second: Float, _ share: Float) -> Float {
    first + (second - first) * share
}

@inline(__always)
func mix(_ first: Vector, _ second: Vector, _ share: Float) -> Vector {
    first + (second - first) * share
}

@inline(__always)
func clamp(_ value: Float, _ low: Float = 0, _ high: Float = 1) -> Float {
    min(max(value, low), high)
}

/// The greatest whole number not above a value of modest size.
@inline(__always)
func floored(_ value: Float) -> Int {
    let whole = Int(value)
    return value < Float(whole) ? whole - 1 : whole
}

/// A round hill of height 1 at the origin that is exactly 0 from radius 1 on.
@inline(__always)
func hill(_ x: Float, _ y: Float) -> Float {
    let rest = 1 - x * x - y * y
    return rest > 0 ? rest * rest * rest : 0
}

@inline(__always)
func hill(_ x: Float) -> Float { hill(x, 0) }

/// Sine of an angle in radians; error below 1e-6 for |angle| < 100.
func sine(_ angle: Float) -> Float {
    let turns = angle * 0.159_154_943
    let part = turns - Float(floored(turns + 0.5))
    // Fold to a quarter turn, where a short Taylor polynomial is enough.
    let folded = part > 0.25 ? 0.5 - part : (part < -0.25 ? -0.5 - part : part)
    let radians = folded * 6.283_185_307
    let square = radians * radians
    let inner = 1 - square / 72 * (1 - square / 110)
    let middle = 1 - square / 42 * inner
    return radians * (1 - square / 6 * (1 - square / 20 * middle))
}

func cosine(_ angle: Float) -> Float { sine(angle + 1.570_796_327) }

func radians(_ degrees: Float) -> Float { degrees * 0.017_453_292_5 }

/// Catmull-Rom through evenly spaced knots.
func spline(_ knots: [Float], at position: Float) -> Float {
    let last = knots.count - 1
    let place = clamp(position, 0, Float(last))
    let index = min(Int(place), last - 1)
    let share = place - Float(index)
    let before = knots[max(index - 1, 0)]
    let from = knots[index]
    let to = knots[index + 1]
    let after = knots[min(index + 2, last)]
    let cubic = 3 * (from - to) + after - before
    let square = 2 * before - 5 * from + 4 * to - after
    let inner = square + share * cubic
    return from + 0.5 * share * (to - before + share * inner)
}

extension SIMD4 where Scalar == Float {
    @inline(__always)
    init(_ x: Float, _ y: Float, _ z: Float) {
        self.init(x, y, z, 0)
    }

    @inline(__always)
    func dot(_ other: Self) -> Float {
        let products = self * other
        return products.x + products.y + products.z
    }

    @inline(__always)
    func cross(_ other: Self) -> Self {
        Self(
            y * other.z - z * other.y,
            z * other.x - x * other.z,
            x * other.y - y * other.x,
            0
        )
    }

    @inline(__always)
    var normalised: Self {
        let length = dot(self).squareRoot()
        return length > 1e-12 ? self / length : Self(0, 0, 1)
    }
}
