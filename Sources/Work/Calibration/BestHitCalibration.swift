/// How close the best look-alike is that people find in a gallery under a filter.
///
/// For each sampled person: the similarity of one photo of theirs with the nearest *other* person who
/// passes the filter. People who pass the filter themselves are counted apart, because a filter that
/// picks similar people (one gender, say) gives its own kind closer hits than it gives others.
public struct BestHitCalibration: Sendable, Hashable {
    /// Best hits of sampled people who pass the filter themselves.
    public private(set) var insiders = SimilarityHistogram()

    /// Best hits of the other sampled people.
    public private(set) var outsiders = SimilarityHistogram()

    /// Best hits of all sampled people; kept, because every score is read from it.
    public private(set) var everybody = SimilarityHistogram()

    /// People who passed the filter when this was made.
    public let candidates: Int

    /// Makes an empty calibration over so many candidates.
    public init(candidates: Int) {
        precondition(candidates >= 0)
        self.candidates = candidates
    }

    init(insiders: SimilarityHistogram, outsiders: SimilarityHistogram, candidates: Int) {
        self.insiders = insiders
        self.outsiders = outsiders
        everybody = insiders
        everybody.add(outsiders)
        self.candidates = candidates
    }

    /// Counts the best hit of one person.
    public mutating func add(_ similarity: Float, insider: Bool) {
        if insider { insiders.add(similarity) } else { outsiders.add(similarity) }
        everybody.add(similarity)
    }

    /// Share of people whose best look-alike here is less close, 0..<1.
    ///
    /// Finite samples make it a little lower than the plain share: the value itself is counted among
    /// the sample. A gallery of `n` times the candidates gives everybody `n` tries, which raises the
    /// share below any similarity to the power `n`.
    /// - Parameter candidatesNow: people who pass the filter today.
    /// - Returns: `nil` when nobody was sampled.
    public func shareBelow(_ similarity: Float, candidatesNow: Int) -> Double? {
        guard everybody.count > 0, candidates > 0 else { return nil }
        let total = Double(everybody.count)
        let below = (total - everybody.countAtOrAbove(similarity)) / (total + 1)
        return power(max(0, below), Double(candidatesNow) / Double(candidates))
    }

    /// The similarity that the best look-alike of this share of people reaches.
    ///
    /// - Returns: `nil` when nobody was sampled.
    public func similarity(reachedBy share: Double) -> Float? {
        everybody.similarity(reachedBy: share)
    }
}
