/// Accuracy of telling pairs apart, each fold judged by a threshold chosen on all others.
///
/// Protocol: Huang, Ramesh, Berg, Learned-Miller, Labeled Faces in the Wild, 2007, "unrestricted".
public struct FoldedAccuracy: Sendable, Hashable {
    /// A pair as it was compared.
    public struct Trial: Sendable, Hashable {
        /// The similarity, or `nil` when a face was missed: the pair then counts as wrong.
        public let similarity: Float?
        /// Whether both photos show the same person.
        public let isGenuine: Bool

        /// Names a comparison.
        public init(similarity: Float?, isGenuine: Bool) {
            self.similarity = similarity
            self.isGenuine = isGenuine
        }
    }

    /// Share of right decisions in each fold, 0...1.
    public let folds: [Double]

    /// The threshold each fold was judged by.
    public let thresholds: [Float]

    /// Judges folds of pairs.
    ///
    /// - Parameter folds: at least one; a single one is judged by a threshold of its own.
    public init(folds: [[Trial]]) {
        var accuracies: [Double] = []
        var thresholds: [Float] = []
        for (place, fold) in folds.enumerated() {
            let others = folds.count == 1 ? folds : Array(folds[..<place] + folds[(place + 1)...])
            let threshold = Self.bestThreshold(for: others.flatMap { $0 })
            let right = fold.count { trial in
                guard let similarity = trial.similarity else { return false }
                return (similarity >= threshold) == trial.isGenuine
            }
            thresholds.append(threshold)
            accuracies.append(fold.isEmpty ? 0 : Double(right) / Double(fold.count))
        }
        self.folds = accuracies
        self.thresholds = thresholds
    }

    /// The mean over the folds.
    public var mean: Double {
        folds.isEmpty ? 0 : folds.reduce(0, +) / Double(folds.count)
    }

    /// The standard deviation over the folds (of a population: divided by their number).
    public var standardDeviation: Double {
        guard !folds.isEmpty else { return 0 }
        let mean = mean
        let squares = folds.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(folds.count)).squareRoot()
    }

    /// A threshold that decides most of the pairs rightly: the middle one of all that do, each lying
    /// half way between two neighbouring similarities.
    package static func bestThreshold(for trials: [Trial]) -> Float {
        let seen = trials.compactMap { trial in
            trial.similarity.map { (similarity: $0, isGenuine: trial.isGenuine) }
        }.sorted { $0.similarity < $1.similarity }
        guard let lowest = seen.first, let highest = seen.last else { return 0 }
        // With the threshold below everything, the genuine pairs are right.
        var right = seen.count { $0.isGenuine }
        var best = right
        var candidates = [lowest.similarity]
        for (place, trial) in seen.enumerated() {
            right += trial.isGenuine ? -1 : 1
            let next = place + 1 < seen.count ? seen[place + 1].similarity : nil
            if next == trial.similarity { continue }
            if right > best {
                best = right
                candidates = []
            }
            if right == best {
                candidates.append(
                    next.map { (trial.similarity + $0) / 2 } ?? highest.similarity.nextUp
                )
            }
        }
        return candidates[candidates.count / 2]
    }
}
