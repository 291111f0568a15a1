/// Smooth noise on an integer lattice (value noise), -1...1, repeatable by its seed.
///
/// The lattice repeats every `side` cells, far beyond what one portrait shows of it at once.
struct Noise {
    private static let side = 64

    private let cells: [Float]

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: 4)
        cells = (0..<Self.side * Self.side).map { _ in 2 * random.unit() - 1 }
    }

    /// The value of one lattice point, -1...1.
    @inline(__always)
    func cell(_ x: Int, _ y: Int) -> Float {
        let mask = Self.side - 1
        return cells[(y & mask) * Self.side + (x & mask)]
    }

    /// Smoothly between the four lattice points around (x, y).
    @inline(__always)
    func at(_ x: Float, _ y: Float) -> Float {
        let column = floored(x)
        let row = floored(y)
        let across = x - Float(column)
        let down = y - Float(row)
        let sideways = across * across * (3 - 2 * across)
        let downwards = down * down * (3 - 2 * down)
        let upper = mix(cell(column, row), cell(column + 1, row), sideways)
        let lower = mix(cell(column, row + 1), cell(column + 1, row + 1), sideways)
        return mix(upper, lower, downwards)
    }

    /// Two octaves, for mottled skin and cloth.
    @inline(__always)
    func mottle(_ x: Float, _ y: Float) -> Float {
        0.65 * at(x, y) + 0.35 * at(2.1 * x + 17, 2.1 * y + 5)
    }
}
