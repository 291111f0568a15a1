import FaceTypes
import Foundation

/// Made-up embeddings that scatter as those of real faces do, for measuring large galleries.
///
/// Identity centres come from a Gaussian whose spectrum decays as `(i + start)^-1.6`; `start` is
/// chosen so that strangers' cosines have the standard deviation seen on real faces, and photos lie
/// around their centre so that two of one person have a cosine of about .72. Real faces of
/// Labeled Faces in the Wild are as hard to search as these. Everything follows from the seed.
struct SyntheticFaces: Sendable {
    /// Mean cosine of two photos of one person.
    static let likeness: Float = 0.72
    private static let decay = 1.6

    let dimension: Int
    private let deviations: [Float]
    private let seed: UInt64

    init(dimension: Int, seed: UInt64 = 1) {
        self.dimension = dimension
        self.seed = seed
        deviations = Self.spectrum(dimension: dimension)
    }

    /// The embedding of a photo; the same numbers always give the same one.
    func embedding(person: Int, photo: Int) -> Embedding {
        let centre = direction(UInt64(person) &* 2)
        let own = direction((UInt64(person) &* 65_537 &+ UInt64(photo)) &* 2 &+ 1)
        let share = Self.likeness.squareRoot()
        let rest = (1 - Self.likeness).squareRoot()
        let mixed = zip(centre, own).map { $0 * share + $1 * rest }
        return Embedding(normalising: mixed) ?? Embedding(unit: mixed)
    }

    private func direction(_ key: UInt64) -> [Float] {
        var state = key &* 0xD134_2543_DE82_EF95 &+ seed
        var values = [Float](repeating: 0, count: dimension)
        var squares: Float = 0
        for i in values.indices {
            values[i] = Self.normal(&state) * deviations[i]
            squares += values[i] * values[i]
        }
        let norm = squares.squareRoot()
        return values.map { $0 / norm }
    }

    /// A sum of four uniform numbers, scaled to variance 1: near enough to normal in many dimensions.
    private static func normal(_ state: inout UInt64) -> Float {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        value ^= value >> 31
        let sum = (0..<4).reduce(Int32(0)) { $0 + Int32((value >> (16 * UInt64($1))) & 0xFFFF) }
        return (Float(sum) / 65_536 - 2) * 1.732
    }

    /// Standard deviations along the axes, most first.
    private static func spectrum(dimension: Int) -> [Float] {
        let wanted = strangerDeviation(dimension: dimension)
        var low = 0.1
        var high = 10_000.0
        for _ in 0..<60 {
            let middle = (low * high).squareRoot()
            if deviation(start: middle, dimension: dimension) > wanted {
                low = middle
            } else {
                high = middle
            }
        }
        return variances(start: high, dimension: dimension).map { Float($0.squareRoot()) }
    }

    /// What was seen on real faces: .124 at 128 components, .072 at 512.
    private static func strangerDeviation(dimension: Int) -> Double {
        let floor = 1 / Double(dimension).squareRoot()
        return max(floor * 1.02, 0.124 * pow(Double(dimension) / 128, -0.392))
    }

    private static func variances(start: Double, dimension: Int) -> [Double] {
        (0..<dimension).map { pow(Double($0) + start, -decay) }
    }

    /// The deviation of strangers' cosines: the root of the inverse participation ratio.
    private static func deviation(start: Double, dimension: Int) -> Double {
        let variances = variances(start: start, dimension: dimension)
        let sum = variances.reduce(0, +)
        return (variances.reduce(0) { $0 + $1 * $1 } / (sum * sum)).squareRoot()
    }
}
