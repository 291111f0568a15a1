public import FaceTypes

/// Several photos of one person as one probe.
public struct CombinedProbe: Sendable {
    /// Weight of a photo whose quality score is 0; even the worst photo says something.
    static let weightMin: Float = 0.05

    /// The quality-weighted mean of the photos' embeddings, of unit length.
    public let embedding: Embedding

    /// For each photo, the mean of all others; empty when there is one photo.
    public let withoutOne: [Embedding]

    /// For each photo, its similarity with the mean of all others; empty when there is one photo.
    public let cohesion: [Float]

    /// Combines photos.
    ///
    /// - Throws: `noPhoto`, `dimensionMismatch`, or `noMean` when embeddings cancel out.
    public init(_ photos: [ProbePhoto]) throws(LikenessError) {
        guard let first = photos.first else { throw .noPhoto }
        let dimension = first.embedding.dimension
        if let other = photos.first(where: { $0.embedding.dimension != dimension }) {
            throw .dimensionMismatch(expected: dimension, found: other.embedding.dimension)
        }
        guard photos.count > 1 else {
            embedding = first.embedding
            withoutOne = []
            cohesion = []
            return
        }
        let weights = photos.map { max(Self.weightMin, min(1, $0.quality.score)) }
        var sum = [Float](repeating: 0, count: dimension)
        for (photo, weight) in zip(photos, weights) {
            for index in 0..<dimension { sum[index] += photo.embedding.values[index] * weight }
        }
        guard let mean = Embedding(normalising: sum) else { throw .noMean }
        var means: [Embedding] = []
        for (photo, weight) in zip(photos, weights) {
            let rest = zip(sum, photo.embedding.values).map { $0 - $1 * weight }
            guard let mean = Embedding(normalising: rest) else { throw .noMean }
            means.append(mean)
        }
        embedding = mean
        withoutOne = means
        cohesion = zip(photos, means).map { $0.embedding.similarity(to: $1) }
    }
}
