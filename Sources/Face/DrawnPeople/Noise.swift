/// Smooth noise on an integer lattice (value noise), -1...1, repeatable by its seed.
struct Noise {
    private let seed: UInt32

    init(seed: UInt64) {
        self.seed = UInt32(truncatingIfNeeded: seed ^ (seed >> 32))
    }

    /// The value of one lattice point, -1...1.
    @inline(__always)
    func cell(_ x: Int32, _ y: Int32) -> Float {
        var mixed = UInt32(bitPattern: x) &* 0x9E37_79B1
        mixed ^= UInt32(bitPattern: y) &* 0x85EB_CA77
        mixed ^= seed
        mixed ^= mixed >> 15
        mixed = mixed &* 0x2C1B_3C6D
        mixed ^= mixed >> 12
        mixed = mixed &* 0x297A_2D39
        mixed ^= mixed >> 15
        return Float(mixed >> 8) * (1 / 8_388_608) - 1
    }

    /// Smoothly between the four lattice points around (x, y).
    @inline(__always)
    func at(_ x: Float, _ y: Float) -> Float {
        let left = x.rounded(.down)
        let top = y.rounded(.down)
        let column = Int32(left)
        let row = Int32(top)
        let across = x - left
        let down = y - top
        let sideways = across * across * (3 - 2 * across)
        let downwards = down * down * (3 - 2 * down)
        let upper = mix(cell(column, row), cell(column &+ 1, row), sideways)
        let lower = mix(cell(column, row &+ 1), cell(column &+ 1, row &+ 1), sideways)
        return mix(upper, lower, downwards)
    }

    /// Two octaves, for mottled skin and cloth.
    @inline(__always)
    func mottle(_ x: Float, _ y: Float) -> Float {
        0.65 * at(x, y) + 0.35 * at(2.1 * x + 17, 2.1 * y + 5)
    }
}
