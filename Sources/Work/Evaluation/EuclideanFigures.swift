import Calibration
import FaceTypes

/// What the Euclidean distance of a network's own numbers would make of the photos.
///
/// dlib's network was trained for that distance; galleries keep `normalise(raw - mean)` instead and
/// compare by cosine, and this shows what that costs.
public struct EuclideanFigures: Sendable, Hashable, Codable {
    /// Mean accuracy over the folds of the pairs list, percent.
    public var accuracy: Double
    /// Standard deviation over the folds, points.
    public var accuracyStd: Double
    /// Probes whose person comes first in a gallery of one photo a person, percent.
    public var rank1: Double
    /// Probes whose person is among the first ten, percent.
    public var rank10: Double
}

/// A set of raw vectors whose order by distance a dot product tells.
///
/// `-|a - b|²` and `2ab - |b|²` differ by `|a|²`, which is the same for all of a gallery, so a gallery
/// row is `(b, |b|²)` and a probe row `(2a, -1)`.
struct EuclideanSet {
    private(set) var rows: LabelledEmbeddings
    private let isGallery: Bool

    init(dimension: Int, isGallery: Bool) {
        rows = LabelledEmbeddings(dimension: dimension + 1)
        self.isGallery = isGallery
    }

    mutating func append(_ raw: [Float], person: Int64) {
        let squared = raw.reduce(Float(0)) { $0 + $1 * $1 }
        let row = isGallery ? raw + [squared] : raw.map { 2 * $0 } + [-1]
        rows.append(Embedding(unit: row), person: person)
    }
}

extension [Float] {
    /// The Euclidean distance of two vectors of one dimension.
    func distance(to other: [Float]) -> Float {
        precondition(count == other.count)
        var sum: Float = 0
        for index in indices {
            let difference = self[index] - other[index]
            sum += difference * difference
        }
        return sum.squareRoot()
    }
}
