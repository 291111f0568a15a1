import FaceTypes

/// Checks calibration against people it has not seen.
///
/// The people are split in two halves; one half is the gallery and is calibrated as a gallery is, the
/// other half are strangers who ask with one photo each. Then the halves change places, and the
/// whole is repeated with other splits. All comparisons are exact.
public struct CalibrationAudit: Sendable {
    /// The pack's 1:1 rates.
    public var curve: FalseMatchCurve

    /// What is audited.
    public var settings: CalibrationSettings

    /// Ways the people are split in two.
    public var splits: Int

    /// Makes an audit.
    public init(
        curve: FalseMatchCurve,
        settings: CalibrationSettings = CalibrationSettings(),
        splits: Int = 4
    ) {
        precondition(splits > 0)
        self.curve = curve
        self.settings = settings
        self.splits = splits
    }

    /// Runs the audit.
    ///
    /// - Complexity: O(splits · people · faces · dimension + faces² · dimension): about 15 s for LFW.
    public func report(on data: LabelledEmbeddings) -> CalibrationReport {
        var report = CalibrationReport()
        report.people = Set(data.people).count
        report.faces = data.count
        var tally = Tally()
        for split in 0..<splits {
            let order = SeededOrder(seed: settings.seed &+ UInt64(split) &+ 1)
            let people = data.rowsByPerson(in: order)
            let half = people.count / 2
            guard half > 1 else { continue }
            let first = Half(people: people[..<half], data: data, order: order)
            let second = Half(people: people[half...], data: data, order: order)
            measure(gallery: first, strangers: second, into: &tally)
            measure(gallery: second, strangers: first, into: &tally)
        }
        tally.finish(&report)
        report.pairs = pairChecks(of: data)
        return report
    }

    private func measure(gallery: Half, strangers: Half, into tally: inout Tally) {
        var bestHits = BestHitCalibration(candidates: gallery.peopleCount)
        let sampled = settings.pairSample(of: gallery.faces)
        let twins = TwinRule(
            people: gallery.peopleCount,
            curve: curve,
            pairs: PairCalibration(counting: sampled.faces, people: sampled.people)
        )
        let hits = gallery.probes.nearestOthers(in: gallery.faces, below: twins.similarity)
        for hit in hits.prefix(settings.probesMax) {
            bestHits.add(hit, insider: true)
        }
        let scale = LikenessScale(
            bestHits: bestHits,
            pairs: PairCalibration(),
            curve: curve,
            settings: settings,
            candidates: gallery.peopleCount,
            filtered: false
        )
        tally.galleries += 1
        tally.galleryPeople += gallery.peopleCount
        tally.thresholds += Double(scale.samePerson.similarity)
        for hit in strangers.probes.nearestOthers(in: gallery.faces) {
            tally.strangers += 1
            if hit >= scale.samePerson.similarity { tally.falsePositives += 1 }
            if hit >= curve.fmr1e4 { tally.falsePositivesAtPackThreshold += 1 }
            if case .measured(let percent, _) = scale.score(of: hit) { tally.shown[percent] += 1 }
        }
        for own in gallery.nearestOwn {
            tally.mates += 1
            if own < scale.samePerson.similarity { tally.falseNegatives += 1 }
        }
    }

    /// Compares the sampled pair rates with all stranger pairs there are.
    private func pairChecks(of data: LabelledEmbeddings) -> [CalibrationReport.PairCheck] {
        let all = PairCalibration(counting: data.faces, people: data.people)
        let sample = settings.pairSample(of: data)
        let estimate = PairCalibration(counting: sample.faces, people: sample.people)
        return [1e-2, 1e-3, 1e-4, 1e-5].compactMap { wanted in
            guard let similarity = all.pairs.similarity(reachedBy: wanted),
                let exact = all.rate(atOrAbove: similarity), exact.bound == .exact,
                let estimated = estimate.rate(atOrAbove: similarity)
            else { return nil }
            return CalibrationReport.PairCheck(
                exact: exact.rate,
                similarity: similarity,
                estimated: estimated.rate,
                factor: max(exact.rate / estimated.rate, estimated.rate / exact.rate)
            )
        }
    }
}

extension CalibrationSettings {
    /// The faces whose pairs a gallery's calibration would count.
    fileprivate func pairSample(of data: LabelledEmbeddings) -> LabelledEmbeddings {
        let order = SeededOrder(seed: seed)
        let rows = order.sample(pairFacesMax, of: (0..<data.count).map(Int64.init))
        return data.subset(rows.map(Int.init))
    }
}

extension CalibrationAudit {
    /// Half of the people: their faces, and one photo of each to ask with.
    private struct Half {
        let peopleCount: Int
        let faces: LabelledEmbeddings
        let probes: LabelledEmbeddings
        /// For each person with several photos: how close the probe is to the nearest other one.
        let nearestOwn: [Float]

        init(
            people: ArraySlice<(person: Int64, rows: [Int])>,
            data: LabelledEmbeddings,
            order: SeededOrder
        ) {
            peopleCount = people.count
            faces = data.subset(people.flatMap(\.rows))
            let probeRows = people.map { person in
                person.rows.min { order.place(of: Int64($0)) < order.place(of: Int64($1)) }
                    ?? person.rows[0]
            }
            probes = data.subset(probeRows)
            nearestOwn = zip(people, probeRows).compactMap { person, probeRow in
                let probe = data.faces[probeRow]
                let others = person.rows.filter { $0 != probeRow }
                return others.map { probe.similarity(to: data.faces[$0]) }.max()
            }
        }
    }

    /// Counts over all galleries.
    private struct Tally {
        var galleries = 0
        var galleryPeople = 0
        var thresholds = 0.0
        var strangers = 0
        var falsePositives = 0
        var falsePositivesAtPackThreshold = 0
        var mates = 0
        var falseNegatives = 0
        var shown = [Int](repeating: 0, count: 100)

        func finish(_ report: inout CalibrationReport) {
            guard galleries > 0, strangers > 0 else { return }
            report.galleries = galleries
            report.galleryPeople = Double(galleryPeople) / Double(galleries)
            report.strangers = strangers
            report.samePersonSimilarity = Float(thresholds / Double(galleries))
            report.falsePositiveRate = Double(falsePositives) / Double(strangers)
            report.falsePositiveRateAtPackThreshold =
                Double(falsePositivesAtPackThreshold) / Double(strangers)
            report.mates = mates
            report.falseNegativeRate = mates > 0 ? Double(falseNegatives) / Double(mates) : 0
            guard shown.contains(where: { $0 > 0 }) else { return }
            for percent in 1...99 {
                let above = 100 * Double(shown[percent...].reduce(0, +)) / Double(strangers)
                report.shown.append(
                    CalibrationReport.Shown(
                        percent: percent,
                        strangersAtOrAbove: above,
                        difference: above - Double(100 - percent)
                    )
                )
            }
            report.worstShownDifference = report.shown.map { abs($0.difference) }.max() ?? 0
        }
    }
}
