/// The map from vectors to the space the codes live in: subtract a centre, turn.
///
/// Turning spreads every direction over all components, so that one bit or one byte a component
/// says equally much everywhere; subtracting the centre keeps the bits of packs whose vectors all
/// point one way from saying the same thing. Both keep products, up to terms that are known:
/// `<q, x> = <T q, T x> + <q, centre> + (<centre, x> - <centre, centre>)`.
package final class CodeTransform: Sendable {
    /// Rounds of sign flips and Walsh-Hadamard transforms; three mix any dimension well, the fourth
    /// is for dimensions that are no power of two.
    static let rounds = 4
    /// A centre shorter than this, relative to the vectors, is not worth a term a row.
    static let centreNormMin: Float = 0.1
    /// Seed of the sign flips; part of the file format.
    static let signSeed: UInt64 = 0x53454D42_4C414E43

    /// Components a vector has.
    package let dimension: Int
    /// Components a code has: the dimension rounded up to a multiple of 64.
    package let codeDimension: Int
    /// Bytes a row of levels takes: two bits a component, then the row's factor.
    package var levelStride: Int { codeDimension / 4 + 4 }
    /// What is subtracted, `dimension` components, or empty for nothing.
    package let centre: [Float]
    /// The squared length of the centre.
    let centreSquared: Float
    /// `rounds * codeDimension` masks of the sign bit.
    private let flips: [UInt32]

    /// Makes the transform; `centre` is empty or has `dimension` components.
    package init(dimension: Int, centre: [Float] = []) {
        precondition(centre.isEmpty || centre.count == dimension)
        self.dimension = dimension
        self.centre = centre
        codeDimension = (dimension + 63) / 64 * 64
        centreSquared = centre.reduce(0) { $0 + $1 * $1 }
        var state = Self.signSeed
        flips = (0..<Self.rounds * codeDimension / 64).flatMap { _ in
            let signs = splitMix(&state)
            return (0..<64).map { UInt32(truncatingIfNeeded: signs >> $0 & 1) << 31 }
        }
    }

    /// Writes `codeDimension` components; `vector` has `dimension`.
    func apply(_ vector: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
        if centre.isEmpty {
            output.update(from: vector, count: dimension)
        } else {
            for i in 0..<dimension { output[i] = vector[i] - centre[i] }
        }
        for i in dimension..<codeDimension { output[i] = 0 }
        Kernels.best.rotate(output, dimension: codeDimension, flips: flips, rounds: Self.rounds)
    }

    /// The product of a vector with the centre; 0 without one.
    func productWithCentre(_ vector: UnsafePointer<Float>) -> Float {
        var sum: Float = 0
        for i in centre.indices { sum += vector[i] * centre[i] }
        return sum
    }
}

/// One step of the SplitMix64 generator: repeatable numbers for signs and samples.
func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
}
