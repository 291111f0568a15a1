/// A small generator with a seed, so that a failing case can be run again (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func unit() -> Float {
        Float(next() >> 40) / Float(1 << 24)
    }

    /// Roughly normal: mean 0, deviation 1.
    mutating func normal() -> Float {
        (0..<12).reduce(Float(-6)) { sum, _ in sum + unit() }
    }

    mutating func vector(_ dimension: Int) -> [Float] {
        (0..<dimension).map { _ in normal() }
    }
}
