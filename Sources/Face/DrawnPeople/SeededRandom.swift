/// SplitMix64 (Steele, Lea and Flood, 2014): the only source of chance in this room.
///
/// Integers decide everything, and floats are made from their top 24 bits exactly, so that every
/// machine draws the same person from the same seed.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64, stream: UInt64) {
        state = seed
        state = next() ^ (stream &* 0xD1B5_4A32_D192_ED03)
        state = next()
    }

    mutating func next() -> UInt64 {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to but not including 1.
    mutating func unit() -> Float {
        Float(next() >> 40) * (1 / 16_777_216)
    }

    mutating func within(_ low: Float, _ high: Float) -> Float {
        low + (high - low) * unit()
    }

    /// Between `mean - reach` and `mean + reach`; the middle is only a little likelier than the
    /// ends, because drawn people shall differ more than a bell curve would let them.
    mutating func around(_ mean: Float, _ reach: Float) -> Float {
        let wide = 2 * unit() - 1
        let narrow = 2 * unit() - 1
        return mean + reach * (0.8 * wide + 0.2 * narrow)
    }

    mutating func chance(_ share: Float) -> Bool { unit() < share }

    /// 0 ..< count.
    mutating func index(below count: Int) -> Int {
        precondition(count > 0)
        return Int(next() % UInt64(count))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[index(below: choices.count)]
    }

    /// Picks with the given weights, which must be positive in sum.
    mutating func pick<Element>(_ choices: [(Element, Float)]) -> Element {
        let total = choices.reduce(Float(0)) { $0 + $1.1 }
        var left = unit() * total
        for (element, weight) in choices {
            left -= weight
            if left < 0 { return element }
        }
        return choices[choices.count - 1].0
    }
}
