/// How far below the threshold the estimate of a true answer may lie.
///
/// The estimate of a row from its bits errs by a normal deviation that shrinks with the root of the
/// dimension. A true answer is lost when its error is worse than the margin plus its distance from
/// the threshold of that moment, so the margin for a recall follows from the deviation and from how
/// the answers of typical queries are spaced. Both are measured on the index's own vectors.
final class MarginModel: Sendable {
    /// Answers whose spacing is remembered.
    static let rankMax = 100
    private static let cachedMax = 64
    /// The share of the allowed loss that falls to the levels: keeping their loss small is cheap.
    private static let levelShare = 0.2
    /// Moments of a scan, as shares of the rows seen, at which an answer may come along.
    private static let signMoments = stride(from: Float(0.05), to: 1, by: 0.1).map { $0 }
    /// Estimates from levels wait for a better threshold.
    private static let levelMoments: [Float] = [0.5, 0.75, 1]

    private struct Question: Hashable {
        var recall: Double
        var limit: Int
    }

    /// The deviation of an estimate from signs and of one from levels, as shares of both lengths.
    let deviations: (signs: Float, levels: Float)
    /// Similarities of the best answers of sample queries, greatest first, as shares of both
    /// lengths; one array a kind of query.
    let samples: [[[Float]]]
    private let cache = Published<[Question: (signs: Float, levels: Float)]>([:])

    init(deviations: (signs: Float, levels: Float), samples: [[[Float]]]) {
        self.deviations = deviations
        self.samples = samples
    }

    /// What holds for any data of a dimension when nothing was measured: no spacing, and the
    /// deviations of random directions with some allowance.
    convenience init(codeDimension: Int) {
        let root = Float(codeDimension).squareRoot()
        self.init(deviations: (0.95 / root, 0.6 / root), samples: [])
    }

    /// The margins, as shares of both lengths, at which `recall` of `limit` answers are kept.
    func margins(recall: Double, limit: Int) -> (signs: Float, levels: Float) {
        let question = Question(recall: recall, limit: limit)
        if let known = cache.value[question] { return known }
        let loss = 1 - recall
        let found = (
            signs: worst(
                deviations.signs,
                loss: loss * (1 - Self.levelShare),
                limit: limit,
                moments: Self.signMoments
            ),
            levels: worst(
                deviations.levels,
                loss: loss * Self.levelShare,
                limit: limit,
                moments: Self.levelMoments
            )
        )
        cache.updateIfFree { cache in
            var next = cache.count < Self.cachedMax ? cache : [:]
            next[question] = found
            return next
        }
        return found
    }

    private func worst(_ deviation: Float, loss: Double, limit: Int, moments: [Float]) -> Float {
        let kinds = samples.isEmpty ? [[]] : samples
        let margins = kinds.map { queries in
            let answers = queries.flatMap { Self.answers(of: $0, limit: limit, moments: moments) }
            return solve(deviation, recall: 1 - loss, answers: answers)
        }
        return margins.max() ?? 0
    }

    private func solve(_ deviation: Float, recall: Double, answers: [Answer]) -> Float {
        var low: Float = -8 * deviation
        var high: Float = 8 * deviation
        for _ in 0..<16 {
            let middle = (low + high) / 2
            let kept = Self.kept(margin: middle, deviation: deviation, answers: answers)
            if kept < recall { low = middle } else { high = middle }
        }
        return high
    }

    private struct Answer {
        /// Distances above the thresholds of the moments at which the answer may come along.
        var distances: [Float]
        /// What is left of the deviation: the estimate of a close vector errs less.
        var deviationShare: Float
    }

    /// Beyond the remembered ranks nothing is known but that the answers are above the threshold.
    private static func answers(
        of similarities: [Float],
        limit: Int,
        moments: [Float]
    ) -> [Answer] {
        guard !similarities.isEmpty, limit <= similarities.count else { return [] }
        let thresholds = moments.map { moment in
            similarities[min(similarities.count, Int(Float(limit) / moment)) - 1]
        }
        return similarities.prefix(limit).map { similarity in
            Answer(
                distances: thresholds.map { similarity - $0 },
                deviationShare: max(0.05, 1 - similarity * similarity).squareRoot()
            )
        }
    }

    private static func kept(margin: Float, deviation: Float, answers: [Answer]) -> Double {
        guard !answers.isEmpty else { return normalShare(below: Double(margin / deviation)) }
        var sum = 0.0
        for answer in answers {
            let scale = deviation * answer.deviationShare
            for distance in answer.distances {
                sum += normalShare(below: Double((margin + distance) / scale))
            }
        }
        return sum / Double(answers.reduce(0) { $0 + $1.distances.count })
    }
}

/// The share of a normal variable that lies below `deviations` (Abramowitz and Stegun 26.2.17; error
/// below 1e-7).
func normalShare(below deviations: Double) -> Double {
    guard deviations >= 0 else { return 1 - normalShare(below: -deviations) }
    let t = 1 / (1 + 0.2316419 * deviations)
    let series =
        t
        * (0.319381530 + t
            * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    return 1 - exponential(-deviations * deviations / 2) / 2.506628274631 * series
}

/// How many deviations a normal variable exceeds with a probability of `share`, 0 < share < 0.5
/// (Abramowitz and Stegun 26.2.23; error below 4.5e-4).
func normalDeviations(above share: Double) -> Double {
    let t = (-2 * logarithm(share)).squareRoot()
    return t
        - (2.515517 + t * (0.802853 + t * 0.010328))
        / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
}
