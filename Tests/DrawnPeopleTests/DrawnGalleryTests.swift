import DrawnPeople
import FaceTypes
import Testing

@Suite struct `A drawn gallery` {
    @Test func `yields every photo of every person in order`() {
        let gallery = DrawnGallery(seed: 1, count: 3, photosPerPerson: 2)
        let places = gallery.map { [$0.index, Int($0.variation)] }
        #expect(places == [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [2, 1]])
    }

    @Test func `keeps its people when it grows`() {
        let small = DrawnGallery(seed: 8, count: 3, photosPerPerson: 1).map(\.person.seed)
        let large = DrawnGallery(seed: 8, count: 5, photosPerPerson: 1).map(\.person.seed)
        #expect(Array(large.prefix(3)) == small)
        #expect(Set(large).count == 5)
    }

    @Test func `shares nobody with a gallery of another seed`() {
        let first = Set(DrawnGallery(seed: 1, count: 400, photosPerPerson: 1).map(\.person.seed))
        let second = Set(DrawnGallery(seed: 2, count: 400, photosPerPerson: 1).map(\.person.seed))
        #expect(first.count == 400)
        #expect(first.isDisjoint(with: second))
    }

    @Test func `may be empty`() {
        #expect(Array(DrawnGallery(seed: 1, count: 0, photosPerPerson: 3)).isEmpty)
        #expect(Array(DrawnGallery(seed: 1, count: 3, photosPerPerson: 0)).isEmpty)
    }

    @Test func `has adults of both genders, every age and every country`() {
        let people = DrawnGallery(seed: 4, count: 600, photosPerPerson: 1).map(\.person.profile)
        let born = people.map(\.birthYear)
        #expect(born.allSatisfy { DrawnProfile.drawnYear - $0 >= 18 })
        #expect(born.contains { DrawnProfile.drawnYear - $0 > 70 })
        let women = people.count { $0.gender == "female" }
        #expect((240...360).contains(women))
        #expect(women + people.count { $0.gender == "male" } == 600)
        #expect(Set(people.map(\.country)).count == 12)
        #expect(people.allSatisfy { !$0.name.isEmpty && (0...120).contains($0.fame) })
    }

    @Test func `seldom gives two people one name`() {
        let names = DrawnGallery(seed: 4, count: 300, photosPerPerson: 1).map(\.person.profile.name)
        #expect(Set(names).count >= 295)
    }
}
