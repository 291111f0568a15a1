/// When two people of a gallery are so alike that they are rather one person under two names.
///
/// Such a pair says nothing of how close strangers come, yet in a small gallery it would set the
/// same-person threshold alone. The mark is the similarity at which, by the pack's own rates, one
/// gallery of this size in twenty would hold a single pair of strangers: leaving pairs above it out of
/// the best hits then takes next to no true look-alike away, however large the gallery is.
public struct TwinRule: Sendable, Hashable {
    /// Pairs of strangers above the mark that a gallery is expected to hold.
    public static let strangerPairs = 0.05

    /// Neighbours looked at to find the first that is no twin.
    public static let neighborsMax = 4

    /// The least similarity of a twin.
    public let similarity: Float

    /// The rule for a gallery of so many people.
    ///
    /// - Parameter curve: the pack's rates; beyond its points they are extrapolated.
    public init(people: Int, curve: FalseMatchCurve) {
        let pairs = Double(max(people, 2)) * Double(max(people, 2) - 1) / 2
        similarity = curve.similarity(atRate: Self.strangerPairs / pairs)
    }
}
