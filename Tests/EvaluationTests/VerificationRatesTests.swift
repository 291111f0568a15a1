import Calibration
import Evaluation
import FaceTypes
import GalleryDoubles
import Testing

struct VerificationRatesTests {
    private func histogram(_ values: [Float]) -> SimilarityHistogram {
        var histogram = SimilarityHistogram()
        for value in values { histogram.add(value) }
        return histogram
    }

    @Test func `the area under the curve is the share of ordered pairs`() {
        // Genuine .9 .5 .3, impostors .6 .4 .2 .1: of 12 combinations .9 wins 4, .5 wins 3, .3 two.
        let rates = VerificationRates(
            genuine: histogram([0.9, 0.5, 0.3]),
            impostors: histogram([0.6, 0.4, 0.2, 0.1]),
            genuinePairs: 3,
            impostorPairs: 4
        )
        #expect(abs(rates.areaUnderCurve - 9.0 / 12) < 1e-12)
    }

    @Test func `ties count half and missed faces as the least similarity`() {
        let tied = VerificationRates(
            genuine: histogram([0.5]),
            impostors: histogram([0.5]),
            genuinePairs: 1,
            impostorPairs: 1
        )
        #expect(tied.areaUnderCurve == 0.5)
        let missed = VerificationRates(
            genuine: histogram([0.5]),
            impostors: histogram([0.1]),
            genuinePairs: 2,
            impostorPairs: 1
        )
        #expect(missed.areaUnderCurve == 0.5)
        #expect(missed.acceptedGenuine(atOrAbove: 0.3) == 0.5)
    }

    @Test func `acceptance at a rate follows from the impostors`() {
        let rates = VerificationRates(
            genuine: histogram((0..<100).map { 0.3 + Float($0) / 200 }),
            impostors: histogram((0..<1_000).map { Float($0) / 2_000 }),
            genuinePairs: 100,
            impostorPairs: 1_000
        )
        // One impostor in ten is at .45 or above; 70 of the genuine ones are.
        #expect(abs(rates.acceptedGenuine(atFalseAcceptance: 0.1) - 0.7) < 0.011)
        #expect(abs(rates.acceptedImpostors(atOrAbove: 0.25) - 0.5) < 0.002)
    }

    @Test func `all pairs are counted as brute force counts them`() {
        let population = GalleryPopulation(dimension: 16, likeness: 0.6, seed: 2)
        var data = LabelledEmbeddings(dimension: 16)
        for person in 0..<70 {
            for photo in 0...(person % 5) {
                data.append(
                    population.embedding(ofPerson: person, photo: photo),
                    person: Int64(person)
                )
            }
        }
        var genuine: [Float] = []
        var impostors: [Float] = []
        for row in 0..<data.count {
            for other in (row + 1)..<data.count {
                let similarity = data.faces[row].similarity(to: data.faces[other])
                if data.people[row] == data.people[other] {
                    genuine.append(similarity)
                } else {
                    impostors.append(similarity)
                }
            }
        }
        let rates = VerificationRates(of: data)
        #expect(rates.genuinePairs == UInt64(genuine.count))
        #expect(rates.impostorPairs == UInt64(impostors.count))
        for rate in [0.001, 0.01, 0.1] {
            let mark = impostors.sorted(by: >)[Int(rate * Double(impostors.count))]
            let expected = Double(genuine.count { $0 >= mark }) / Double(genuine.count)
            #expect(abs(rates.acceptedGenuine(atFalseAcceptance: rate) - expected) < 0.02)
        }
        var ordered = 0
        for one in genuine { ordered += impostors.count { $0 < one } }
        let area = Double(ordered) / Double(genuine.count) / Double(impostors.count)
        #expect(abs(rates.areaUnderCurve - area) < 1e-3)
    }

    @Test func `pairs with missed faces are counted by person`() {
        let population = GalleryPopulation(dimension: 8)
        var data = LabelledEmbeddings(dimension: 8)
        for photo in 0..<2 {
            data.append(population.embedding(ofPerson: 1, photo: photo), person: 1)
        }
        data.append(population.embedding(ofPerson: 2, photo: 0), person: 2)
        // Person 1 has 3 photos, person 2 has 1, person 3 has 2 of which none shows a face.
        let rates = VerificationRates(of: data, missed: [1: 1, 3: 2])
        #expect(rates.genuinePairs == 3 + 0 + 1)
        #expect(rates.impostorPairs == 15 - 4)
        #expect(rates.genuine.count == 1)
        #expect(rates.impostors.count == 2)
    }

    @Test func `nothing at all has no rates and does not fail`() {
        let rates = VerificationRates(of: LabelledEmbeddings(dimension: 4))
        #expect(rates.areaUnderCurve == 0)
        #expect(rates.acceptedGenuine(atFalseAcceptance: 0.001) == 0)
        #expect(rates.similarity(atFalseAcceptance: 0.1) == nil)
    }
}
