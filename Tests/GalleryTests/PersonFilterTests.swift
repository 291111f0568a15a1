import Gallery
import Testing

@Suite struct `A filter of people` {
    private let known = PersonMetadata(
        gender: "female",
        birthYear: 1867,
        deathYear: 1934,
        country: "Polen",
        occupations: ["physicist", "chemist"],
        fame: 250
    )

    @Test func `lets everybody pass when it asks nothing`() {
        #expect(PersonFilter().admits(PersonMetadata()))
        #expect(PersonFilter().isEmpty)
    }

    @Test(arguments: [
        PersonFilter(genders: ["female", "male"]),
        PersonFilter(born: 1860...1867),
        PersonFilter(countries: ["POLEN"]),
        PersonFilter(occupations: ["Chemist", "poet"]),
        PersonFilter(fameAtLeast: 250),
        PersonFilter(living: false),
        PersonFilter(genders: ["female"], born: 1800...1900, fameAtLeast: 1),
    ])
    func `lets somebody pass of whom every part is true`(_ filter: PersonFilter) {
        #expect(filter.admits(known))
        #expect(!filter.isEmpty)
    }

    @Test(arguments: [
        PersonFilter(genders: ["male"]),
        PersonFilter(born: 1868...1900),
        PersonFilter(countries: ["Pole"]),
        PersonFilter(occupations: ["chem"]),
        PersonFilter(fameAtLeast: 251),
        PersonFilter(living: true),
        PersonFilter(genders: ["female"], born: 1800...1900, fameAtLeast: 1_000),
    ])
    func `keeps somebody out of whom a part is false`(_ filter: PersonFilter) {
        #expect(!filter.admits(known))
    }

    @Test(arguments: [
        PersonFilter(genders: ["female"]),
        PersonFilter(born: 0...3_000),
        PersonFilter(countries: ["Polen"]),
        PersonFilter(occupations: ["physicist"]),
        PersonFilter(fameAtLeast: 0),
        PersonFilter(living: false),
    ])
    func `keeps somebody out of whom a part is unknown`(_ filter: PersonFilter) {
        #expect(!filter.admits(PersonMetadata()))
    }

    @Test func `takes a person without a year of death as living`() {
        #expect(PersonFilter(living: true).admits(PersonMetadata()))
    }
}
