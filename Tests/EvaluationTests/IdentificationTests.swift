import Calibration
import Evaluation
import FaceTypes
import GalleryDoubles
import Testing

struct IdentificationTests {
    private func set(_ faces: [(person: Int64, values: [Float])]) -> LabelledEmbeddings {
        var data = LabelledEmbeddings(dimension: 2)
        for face in faces { data.append(Embedding(unit: face.values), person: face.person) }
        return data
    }

    @Test func `a person's place is one more than the number of others who are closer`() {
        let gallery = set([(1, [1, 0]), (2, [0.8, 0.6]), (3, [0, 1])])
        let probes = set([(1, [1, 0]), (3, [0.8, 0.6]), (2, [-1, 0]), (9, [1, 0])])
        let found = Identification(probes: probes, gallery: gallery, missed: 1)
        // (.8, .6) is nearest to 2, then 1 (.8), then 3 (.6). (-1, 0): 3 (0), 2 (-.8), 1 (-1).
        #expect(found.ranks == [1, 3, 2, nil, nil])
        #expect(found.share(within: 1) == 0.2)
        #expect(found.share(within: 2) == 0.4)
        #expect(found.share(within: 10) == 0.6)
        #expect(Identification(ranks: []).share(within: 1) == 0)
    }

    @Test func `ranks equal those of sorting`() {
        let population = GalleryPopulation(dimension: 2, likeness: 0.5, seed: 5)
        var gallery = LabelledEmbeddings(dimension: 2)
        var probes = LabelledEmbeddings(dimension: 2)
        for person in 0..<300 {
            gallery.append(population.embedding(ofPerson: person, photo: 0), person: Int64(person))
            probes.append(population.embedding(ofPerson: person, photo: 1), person: Int64(person))
        }
        let found = Identification(probes: probes, gallery: gallery)
        for person in 0..<300 {
            let order = (0..<300).sorted {
                probes.faces[person].similarity(to: gallery.faces[$0])
                    > probes.faces[person].similarity(to: gallery.faces[$1])
            }
            let place = order.firstIndex(of: person).map { $0 + 1 }
            // Rounding may exchange neighbours that are equally close.
            #expect(abs((found.ranks[person] ?? 0) - (place ?? 0)) <= 1)
        }
    }
}
