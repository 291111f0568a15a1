import Calibration
import FaceTypes

/// Computes the figures of an evaluation from embedded photos.
struct LFWFigures {
    /// The photos; `nil` where no face was found.
    let photos: [LFWPhotoKey: EmbeddedPhoto?]

    /// The pairs list.
    let pairs: LFWPairs

    /// All figures but the seconds.
    func outcome(
        pack: String,
        audit: CalibrationAudit?
    ) throws(EvaluationError) -> LFWEvaluation.Outcome {
        let accuracy = try foldedAccuracy()
        let sets = PhotoSets(photos)
        let rates = VerificationRates(of: sets.all, missed: sets.missedByPerson)
        let identification = Identification(
            probes: sets.probes,
            gallery: sets.gallery,
            missed: sets.missedProbes
        )
        let report = LFWReport(
            pack: pack,
            accuracy: Self.percent(accuracy.mean),
            accuracyStd: Self.percent(accuracy.standardDeviation),
            tar1e3: Self.percent(rates.acceptedGenuine(atFalseAcceptance: 1e-3)),
            tar1e4: Self.percent(rates.acceptedGenuine(atFalseAcceptance: 1e-4)),
            auc: (rates.areaUnderCurve * 1e6).rounded() / 1e6,
            rank1: Self.percent(identification.share(within: 1)),
            rank10: Self.percent(identification.share(within: 10)),
            pairs: pairs.folds.reduce(0) { $0 + $1.count },
            genuine: Int(rates.genuinePairs),
            impostors: Int(rates.impostorPairs),
            probes: identification.ranks.count,
            missed: sets.missed,
            seconds: 0,
            photos: photos.count,
            people: sets.people,
            similarityAt1e3: rates.similarity(atFalseAcceptance: 1e-3) ?? 0,
            similarityAt1e4: rates.similarity(atFalseAcceptance: 1e-4) ?? 0,
            similarityAt1e5: rates.similarity(atFalseAcceptance: 1e-5) ?? 0,
            euclidean: try euclidean(missed: sets.missedProbes),
            calibration: audit.map { $0.report(on: sets.all) }
        )
        return LFWEvaluation.Outcome(report: report, rates: rates)
    }

    func foldedAccuracy() throws(EvaluationError) -> FoldedAccuracy {
        try foldedAccuracy { $0.embedding.similarity(to: $1.embedding) }
    }

    /// Judges the pairs by any closeness; a pair of which it knows none counts as wrong.
    private func foldedAccuracy(
        by closeness: (EmbeddedPhoto, EmbeddedPhoto) -> Float?
    ) throws(EvaluationError) -> FoldedAccuracy {
        var folds: [[FoldedAccuracy.Trial]] = []
        for fold in pairs.folds {
            var trials: [FoldedAccuracy.Trial] = []
            for pair in fold {
                var similarity: Float?
                if let one = try photo(pair.first), let other = try photo(pair.second) {
                    similarity = closeness(one, other)
                }
                trials.append(.init(similarity: similarity, isGenuine: pair.isGenuine))
            }
            folds.append(trials)
        }
        return FoldedAccuracy(folds: folds)
    }

    private func photo(_ key: LFWPhotoKey) throws(EvaluationError) -> EmbeddedPhoto? {
        guard let photo = photos[key] else {
            throw .missingPhoto(person: key.person, number: key.number)
        }
        return photo
    }

    /// The figures by Euclidean distance, or `nil` unless every photo with a face has raw numbers.
    private func euclidean(missed: Int) throws(EvaluationError) -> EuclideanFigures? {
        let seen = photos.values.compactMap { $0 }
        guard let dimension = seen.first?.raw?.count,
            seen.allSatisfy({ $0.raw?.count == dimension })
        else { return nil }
        let accuracy = try foldedAccuracy { one, other in
            guard let first = one.raw, let second = other.raw else { return nil }
            return -first.distance(to: second)
        }
        var gallery = EuclideanSet(dimension: dimension, isGallery: true)
        var probes = EuclideanSet(dimension: dimension, isGallery: false)
        var former: String?
        var person: Int64 = 0
        for (key, photo) in photos.sorted(by: { $0.key < $1.key }) {
            let isFirst = key.person != former
            if isFirst { person += 1 }
            former = key.person
            guard let raw = photo?.raw else { continue }
            if isFirst {
                gallery.append(raw, person: person)
            } else {
                probes.append(raw, person: person)
            }
        }
        let identification = Identification(
            probes: probes.rows,
            gallery: gallery.rows,
            missed: missed
        )
        return EuclideanFigures(
            accuracy: Self.percent(accuracy.mean),
            accuracyStd: Self.percent(accuracy.standardDeviation),
            rank1: Self.percent(identification.share(within: 1)),
            rank10: Self.percent(identification.share(within: 10))
        )
    }

    /// Percent with three decimals.
    private static func percent(_ share: Double) -> Double { (share * 1e5).rounded() / 1e3 }
}

/// The photos as numbered people: all, one a person, and the rest.
private struct PhotoSets {
    var all: LabelledEmbeddings
    var gallery: LabelledEmbeddings
    var probes: LabelledEmbeddings
    var missedByPerson: [Int64: Int] = [:]
    var missedProbes = 0
    var missed = 0
    var people = 0

    init(_ photos: [LFWPhotoKey: EmbeddedPhoto?]) {
        let dimension = photos.values.lazy.compactMap { $0?.embedding.dimension }.first ?? 1
        all = LabelledEmbeddings(dimension: dimension)
        gallery = all
        probes = all
        var former: String?
        for (key, photo) in photos.sorted(by: { $0.key < $1.key }) {
            let isFirst = key.person != former
            if isFirst { people += 1 }
            former = key.person
            add(photo?.embedding, person: Int64(people), isFirst: isFirst)
        }
    }

    private mutating func add(_ embedding: Embedding?, person: Int64, isFirst: Bool) {
        guard let embedding else {
            missed += 1
            missedByPerson[person, default: 0] += 1
            if !isFirst { missedProbes += 1 }
            return
        }
        all.append(embedding, person: person)
        if isFirst {
            gallery.append(embedding, person: person)
        } else {
            probes.append(embedding, person: person)
        }
    }
}
