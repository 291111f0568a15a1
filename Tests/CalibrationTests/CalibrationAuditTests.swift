import Calibration
import GalleryDoubles
import Testing

struct CalibrationAuditTests {
    private let curve = FalseMatchCurve(fmr1e3: 0.38, fmr1e4: 0.45, fmr1e5: 0.51)

    private func people(_ count: Int) -> LabelledEmbeddings {
        let population = GalleryPopulation(dimension: 64, likeness: 0.7, seed: 11)
        var data = LabelledEmbeddings(dimension: 64)
        for person in 0..<count {
            for photo in 0...(person % 4) {
                data.append(
                    population.embedding(ofPerson: person, photo: photo),
                    person: Int64(person)
                )
            }
        }
        return data
    }

    @Test func `on made-up people calibration keeps its promises`() {
        let report = CalibrationAudit(curve: curve, splits: 2).report(on: people(2_000))
        #expect(report.people == 2_000)
        #expect(report.galleries == 4)
        #expect(report.galleryPeople == 1_000)
        #expect(report.strangers == 4_000)
        #expect(report.shown.count == 99)
        // Two samples of 1,000 differ by up to 3 points at a median; four galleries average that.
        #expect(report.worstShownDifference <= 2.5)
        #expect(report.falsePositiveRate <= 0.015)
        #expect(report.mates == 2 * 1_500)
        #expect(report.falseNegativeRate < 0.2)
        #expect(report.pairs.count == 4)
        #expect(report.pairs.allSatisfy { $0.factor <= 1.25 })
    }

    @Test func `an audit of too few people is empty and does not fail`() {
        let report = CalibrationAudit(curve: curve).report(on: people(3))
        #expect(report.galleries == 0)
        #expect(report.shown.isEmpty)
    }

    @Test func `the same data give the same report`() {
        let audit = CalibrationAudit(curve: curve, splits: 1)
        #expect(audit.report(on: people(300)) == audit.report(on: people(300)))
    }
}
