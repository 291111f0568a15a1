public import Calibration
public import FaceTypes

/// Whether two photos show the same person: a 1:1 comparison by the pack's threshold.
public struct FaceComparison: Sendable, Hashable, Codable {
    /// The layout of the JSON form; `SearchAnswer.schemaVersion`.
    public var schema: Int
    /// The pack whose embeddings were compared.
    public var pack: PackIdentity
    /// The raw cosine, -1...1.
    public var similarity: Float
    /// The pack's threshold at a false match rate of 1e-4.
    public var threshold: Float
    /// Whether the similarity reaches the threshold.
    public var samePerson: Bool
    /// How often two strangers are this close, by the pack's own figures.
    public var pairs: PairDescription
    /// The decision in words.
    public var sentence: String

    /// Compares two probes, each of one or several photos of a person.
    ///
    /// - Throws: what `CombinedProbe` throws, or `dimensionMismatch`.
    public init(
        _ first: [ProbePhoto],
        _ second: [ProbePhoto],
        pack: PackIdentity,
        curve: FalseMatchCurve
    ) throws(LikenessError) {
        let one = try CombinedProbe(first).embedding
        let other = try CombinedProbe(second).embedding
        for probe in [one, other] where probe.dimension != pack.dimension {
            throw .dimensionMismatch(expected: pack.dimension, found: probe.dimension)
        }
        schema = SearchAnswer.schemaVersion
        self.pack = pack
        similarity = one.similarity(to: other)
        threshold = curve.fmr1e4
        samePerson = similarity >= threshold
        pairs = PairDescription(curve.rate(atOrAbove: similarity), among: 1)
        sentence = AnswerWording.comparison(
            same: samePerson,
            similarity: similarity,
            threshold: threshold
        )
    }
}
