import Synchronization

/// How far below the threshold the 1-bit estimate of a true answer may lie.
///
/// The estimate of a row errs by a normal deviation that shrinks with the root of the dimension. A
/// true answer is lost when its error is worse than the margin plus its distance from the
/// threshold, so the margin for a recall follows from the deviation and from how the answers of
/// typical queries are spaced. Both are measured on the index's own vectors.
final class MarginModel: Sendable {
    /// Answers whose spacing is remembered.
    static let rankMax = 100
    private static let cachedMax = 64

    private struct Question: Hashable {
        var recall: Double
        var limit: Int
    }

    /// The deviation of an estimate, as a share of both lengths.
    let deviation: Float
    /// Similarities of the best answers of sample queries, greatest first, as shares of both
    /// lengths; one array a kind of query.
    let samples: [[[Float]]]
    private let cache = Mutex<[Question: Float]>([:])

    init(deviation: Float, samples: [[[Float]]]) {
        self.deviation = deviation
        self.samples = samples
    }

    /// What holds for any data of a dimension when nothing was measured: no spacing, and the
    /// deviation of the signs of a random direction with some allowance.
    convenience init(codeDimension: Int) {
        self.init(deviation: 0.85 / Float(codeDimension).squareRoot(), samples: [])
    }

    /// The margin, as a share of both lengths, at which `recall` of `limit` answers are kept.
    func margin(recall: Double, limit: Int) -> Float {
        let question = Question(recall: recall, limit: limit)
        if let known = cache.withLock({ $0[question] }) { return known }
        let found = samples.map { solve(recall: recall, limit: limit, queries: $0) }.max()
        let margin = found ?? solve(recall: recall, limit: limit, queries: [])
        cache.withLock { cache in
            if cache.count >= Self.cachedMax { cache.removeAll() }
            cache[question] = margin
        }
        return margin
    }

    private func solve(recall: Double, limit: Int, queries: [[Float]]) -> Float {
        let spacings = queries.map { Self.spacing(of: $0, limit: limit) }
        var low: Float = -8 * deviation
        var high: Float = 8 * deviation
        for _ in 0..<24 {
            let middle = (low + high) / 2
            if kept(margin: middle, spacings: spacings) < recall {
                low = middle
            } else {
                high = middle
            }
        }
        return high
    }

    /// How far the answers lie above the last of them.
    ///
    /// Beyond the remembered ranks the spacing is
    /// taken as that of the remembered ones, which is the wider: deeper answers lie closer.
    private static func spacing(of similarities: [Float], limit: Int) -> [Float] {
        let answers = similarities.prefix(limit)
        guard let last = answers.last else { return [] }
        return answers.map { limit > rankMax ? 0 : $0 - last }
    }

    private func kept(margin: Float, spacings: [[Float]]) -> Double {
        var sum = 0.0
        var count = 0
        for spacing in spacings {
            for distance in spacing {
                sum += normalShare(below: Double((margin + distance) / deviation))
                count += 1
            }
        }
        return count > 0 ? sum / Double(count) : normalShare(below: Double(margin / deviation))
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
