public import Calibration

/// How well similarities tell pairs of one person from pairs of two, over all pairs of a data set.
///
/// Pairs in which a face was missed have no similarity and are never accepted; they count all the
/// same.
public struct VerificationRates: Sendable, Hashable {
    /// Similarities of pairs of one person.
    public let genuine: SimilarityHistogram

    /// Similarities of pairs of two people.
    public let impostors: SimilarityHistogram

    /// Pairs of one person, with those of which a face was missed.
    public let genuinePairs: UInt64

    /// Pairs of two people, with those of which a face was missed.
    public let impostorPairs: UInt64

    /// Takes counts.
    public init(
        genuine: SimilarityHistogram,
        impostors: SimilarityHistogram,
        genuinePairs: UInt64,
        impostorPairs: UInt64
    ) {
        precondition(genuinePairs >= genuine.count && impostorPairs >= impostors.count)
        self.genuine = genuine
        self.impostors = impostors
        self.genuinePairs = genuinePairs
        self.impostorPairs = impostorPairs
    }

    /// Counts all pairs of these faces.
    ///
    /// - Parameter missed: for each person, photos of theirs in which no face was found.
    /// - Complexity: O(faces² · dimension).
    public init(of data: LabelledEmbeddings, missed: [Int64: Int] = [:]) {
        var photos = missed
        for person in data.people { photos[person, default: 0] += 1 }
        let all = UInt64(photos.values.reduce(0, +))
        let ofOne = photos.values.reduce(UInt64(0)) { $0 + UInt64($1) * UInt64(max(0, $1 - 1)) / 2 }
        self.init(
            genuine: Self.genuinePairs(of: data),
            impostors: PairCalibration(counting: data.faces, people: data.people).pairs,
            genuinePairs: ofOne,
            impostorPairs: all * (max(all, 1) - 1) / 2 - ofOne
        )
    }

    private static func genuinePairs(of data: LabelledEmbeddings) -> SimilarityHistogram {
        var rows: [Int64: [Int]] = [:]
        for (row, person) in data.people.enumerated() { rows[person, default: []].append(row) }
        var histogram = SimilarityHistogram()
        for own in rows.values where own.count > 1 {
            let faces = data.subset(own).faces
            faces.forEachBlock(of: 0..<own.count, against: faces) { lines, columns, similarities in
                var place = 0
                for line in lines {
                    for column in columns {
                        if column > line { histogram.add(similarities[place]) }
                        place += 1
                    }
                }
            }
        }
        return histogram
    }

    /// Share of genuine pairs that are accepted (TAR) at a similarity.
    public func acceptedGenuine(atOrAbove similarity: Float) -> Double {
        guard genuinePairs > 0 else { return 0 }
        return genuine.countAtOrAbove(similarity) / Double(genuinePairs)
    }

    /// Share of impostor pairs that are accepted (FAR) at a similarity.
    public func acceptedImpostors(atOrAbove similarity: Float) -> Double {
        guard impostorPairs > 0 else { return 0 }
        return impostors.countAtOrAbove(similarity) / Double(impostorPairs)
    }

    /// The similarity at which this share of impostor pairs is accepted.
    ///
    /// - Returns: `nil` when there are no impostor pairs.
    public func similarity(atFalseAcceptance rate: Double) -> Float? {
        guard impostors.count > 0 else { return nil }
        return impostors.similarity(
            reachedBy: rate * Double(impostorPairs) / Double(impostors.count)
        )
    }

    /// Share of genuine pairs that are accepted where this share of impostor pairs is; 0...1.
    public func acceptedGenuine(atFalseAcceptance rate: Double) -> Double {
        guard let similarity = similarity(atFalseAcceptance: rate) else { return 0 }
        return acceptedGenuine(atOrAbove: similarity)
    }

    /// Area under the curve of accepted genuine over accepted impostor pairs: the probability that a
    /// genuine pair is closer than an impostor pair, ties counting half; 0...1.
    public var areaUnderCurve: Double {
        guard genuinePairs > 0, impostorPairs > 0 else { return 0 }
        var above = 0.0
        var area = 0.0
        for bin in genuine.bins.indices.reversed() {
            let here = Double(genuine.bins[bin])
            area += Double(impostors.bins[bin]) * (above + here / 2)
            above += here
        }
        // A missed face leaves its pairs without a similarity, at the lower end of the order.
        let missedImpostors = Double(impostorPairs - impostors.count)
        let missedGenuine = Double(genuinePairs - genuine.count)
        area += missedImpostors * (above + missedGenuine / 2)
        return area / Double(genuinePairs) / Double(impostorPairs)
    }
}
