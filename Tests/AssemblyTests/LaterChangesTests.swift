import Assembly
import FaceTypes
import Gallery
import GalleryDoubles
import Testing
import VectorIndex

/// What a process that only reads an index keeps beside the files.
@Suite struct LaterChangesTests {
    private static let dimension = 32
    private let population = GalleryPopulation(dimension: dimension)
    /// Ten published faces, 1...10, each of a person of its own.
    private let base = VectorIndex(dimension: dimension, metric: .cosine)

    init() throws {
        for face in 1...10 {
            try base.upsert(
                id: UInt64(face),
                group: UInt64(face),
                vector: population.embedding(ofPerson: face, photo: 0).values
            )
        }
    }

    private var nothingYet: LaterChanges { LaterChanges(dimension: Self.dimension, position: 10) }

    private func added(_ face: Int, _ sequence: Int64) -> GalleryChange {
        GalleryChange(
            sequence: sequence,
            event: .added(
                FaceID(Int64(face)),
                person: PersonID(Int64(face)),
                embedding: population.embedding(ofPerson: face, photo: 0)
            )
        )
    }

    private func removed(_ face: Int, _ sequence: Int64) -> GalleryChange {
        GalleryChange(sequence: sequence, event: .removed(FaceID(Int64(face))))
    }

    private func ids(_ changes: LaterChanges) throws -> Set<UInt64> {
        let probe = population.embedding(ofPerson: 1, photo: 0).values
        let found = try changes.vectors.nearest(to: probe, limit: 10_000, recall: 1)
        return Set(found.map(\.id))
    }

    @Test func `a filter is made once, not for every search`() throws {
        let published = base.snapshot()
        let later = try nothingYet.adding([removed(3, 11)], to: published)
        let visible = try #require(later.hidden.filter(with: nil))
        #expect(visible === later.hidden.filter(with: nil))
        #expect(!visible.admits(id: 3, group: 3))
        #expect(visible.admits(id: 4, group: 4))

        let some = VectorFilter(groups: [3, 4])
        let both = try #require(later.hidden.filter(with: some))
        #expect(both === later.hidden.filter(with: some))
        #expect(!both.admits(id: 3, group: 3))
        #expect(both.admits(id: 4, group: 4))
        #expect(!both.admits(id: 5, group: 5))

        // What was never published needs no hiding.
        let more = try later.adding([added(20, 12)], to: published)
        #expect(more.hidden === later.hidden)
        let fresh = try nothingYet.adding([added(20, 11)], to: published)
        #expect(fresh.hidden.filter(with: some) === some)
        #expect(fresh.hidden.filter(with: nil) == nil)
    }

    @Test func `a search keeps what it began with`() throws {
        let published = base.snapshot()
        let first = try nothingYet.adding([added(20, 11), removed(3, 12)], to: published)
        let second = try first.adding([removed(20, 13), added(21, 14)], to: published)
        #expect(try ids(first) == [20])
        #expect(first.hidden.ids == [3])
        #expect(try ids(second) == [21])

        // As if the writer had published up to 13.
        try base.remove(id: 3)
        let third = try second.dropping(upTo: 13, in: base.snapshot())
        #expect(try ids(second) == [21])
        #expect(second.hidden.ids == [3])
        #expect(try ids(third) == [21])
        #expect(third.hidden.ids.isEmpty)
    }

    @Test func `the vector of a removed person is overwritten at once`() throws {
        let published = base.snapshot()
        let kept = try nothingYet.adding([added(20, 11), added(21, 12)], to: published)
        let without = try kept.adding([removed(20, 13)], to: published)
        #expect(without.vectors.statistics.removed == 0)
        #expect(try ids(without) == [21])
        let none = try without.adding([removed(21, 14)], to: published)
        #expect(none.vectors.statistics.removed == 0)
        #expect(none.vectors.count == 0)

        // Also when the face was published and dropped here before its person went.
        try base.upsert(
            id: 30,
            group: 30,
            vector: population.embedding(ofPerson: 30, photo: 0).values
        )
        let both = try nothingYet.adding([added(30, 11), added(31, 12)], to: published)
        let one = try both.dropping(upTo: 11, in: base.snapshot())
        #expect(try ids(one) == [31])
        let gone = try one.adding([removed(30, 13)], to: base.snapshot())
        #expect(gone.vectors.statistics.removed == 0)
        #expect(gone.hidden.ids == [30])
    }

    @Test func `what was published takes no memory for good`() throws {
        var later = nothingYet
        var sequence: Int64 = 10
        for round in 0..<60 {
            let first = 1_000 + 100 * round
            let changes = (0..<100).map { added(first + $0, sequence + 1 + Int64($0)) }
            later = try later.adding(changes, to: base.snapshot())
            try base.apply(
                changes.map { change in
                    guard case .added(let face, let person, let embedding) = change.event else {
                        return .remove(id: 0)
                    }
                    return .upsert(
                        id: UInt64(face.rawValue),
                        group: person.map { UInt64($0.rawValue) },
                        vector: embedding.values
                    )
                }
            )
            // All but the last ten of each round are published.
            sequence += 100
            later = try later.dropping(upTo: sequence - 10, in: base.snapshot())
        }
        let rows = later.vectors.statistics
        #expect(rows.count == 10)
        #expect(rows.removed <= 1_200)
        #expect(rows.segments <= 20)

        later = try later.dropping(upTo: sequence, in: base.snapshot())
        #expect(later.vectors.statistics.count + later.vectors.statistics.removed == 0)
        #expect(later.hidden.ids.isEmpty)
        #expect(later.position == sequence)
    }
}
