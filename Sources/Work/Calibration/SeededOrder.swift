/// An order over catalogue keys that looks random and never changes.
///
/// Samples are taken by smallest place. A key's place depends on nothing else, so the sample of a
/// growing gallery changes only by what was added and removed.
public struct SeededOrder: Sendable, Hashable {
    /// Chooses one of the possible orders.
    public let seed: UInt64

    /// Takes the seed.
    public init(seed: UInt64) {
        self.seed = seed
    }

    /// The key's place; equal only for equal keys.
    ///
    /// The mixing steps are those of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom
    /// number generators, OOPSLA 2014, doi:10.1145/2660193.2660195), a bijection of 64 bits.
    public func place(of key: Int64) -> UInt64 {
        var value = UInt64(bitPattern: key) &+ seed &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// The keys with the smallest places, in that order.
    public func sample(_ limit: Int, of keys: some Sequence<Int64>) -> [Int64] {
        let placed = keys.map { (place: place(of: $0), key: $0) }
        return placed.sorted { $0.place < $1.place }.prefix(limit).map(\.key)
    }
}
