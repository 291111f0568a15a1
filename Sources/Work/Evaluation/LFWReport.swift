public import Calibration

/// The figures of an evaluation on LFW; the keys are stable.
///
/// Accuracies, acceptance and ranks are in percent, three decimals; a missed face counts as wrong.
public struct LFWReport: Sendable, Hashable, Codable {
    /// Version of this layout; 1.
    public var schema = 1
    /// The pack that was evaluated, as `name@version`.
    public var pack: String
    /// The engine's arithmetic, `f32` or `bf16`; absent when it was not told.
    public var precision: String?
    /// Mean accuracy over the folds of the pairs list, percent.
    public var accuracy: Double
    /// Standard deviation over the folds, points.
    public var accuracyStd: Double
    /// Genuine pairs accepted where 1 in 1,000 impostor pairs is, percent; over all pairs there are.
    public var tar1e3: Double
    /// The same where 1 in 10,000 is.
    public var tar1e4: Double
    /// Area under the curve of accepted genuine over accepted impostor pairs, 0...1; all pairs.
    public var auc: Double
    /// Probes whose person comes first in a gallery of one photo a person, percent.
    public var rank1: Double
    /// Probes whose person is among the first ten, percent.
    public var rank10: Double
    /// Pairs of the list.
    public var pairs: Int
    /// All pairs of one person.
    public var genuine: Int
    /// All pairs of two people.
    public var impostors: Int
    /// Photos that asked the gallery.
    public var probes: Int
    /// Photos in which no face was found.
    public var missed: Int
    /// Seconds it took in all.
    public var seconds: Double
    /// Photos in the archive.
    public var photos: Int
    /// People in the archive.
    public var people: Int
    /// Similarity at which 1 in 1,000 impostor pairs is accepted.
    public var similarityAt1e3: Float
    /// Similarity at which 1 in 10,000 is.
    public var similarityAt1e4: Float
    /// Similarity at which 1 in 100,000 is.
    public var similarityAt1e5: Float
    /// The same by Euclidean distance of the network's own numbers; absent where they are what is
    /// compared.
    public var euclidean: EuclideanFigures?
    /// How well calibration keeps its promises on people it has not seen; absent if not asked for.
    public var calibration: CalibrationReport?
}
