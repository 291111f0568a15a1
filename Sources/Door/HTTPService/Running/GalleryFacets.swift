import FaceTypes
import Gallery

/// The values by which a gallery's people can be filtered.
struct GalleryFacets: Encodable, Sendable {
    /// People read at a time.
    static let pageSize = 2_000
    /// Words of one kind that are listed, the most frequent first.
    static let wordsMax = 200

    var genders: [String] = []
    var countries: [String] = []
    var occupations: [String] = []
    var born: [Int]?
    var fame: [Int]?

    static func count(_ gallery: ServedGallery) async throws -> GalleryFacets {
        var words = (genders: Tally(), countries: Tally(), occupations: Tally())
        var born: ClosedRange<Int>?
        var fame: ClosedRange<Int>?
        var last: PersonID?
        while true {
            let page = try await gallery.store.people(
                in: gallery.record.id,
                named: nil,
                after: last,
                limit: pageSize
            )
            guard let end = page.last else { break }
            last = end.id
            for person in page.map(\.metadata) {
                words.genders.add(person.gender)
                words.countries.add(person.country)
                for occupation in person.occupations { words.occupations.add(occupation) }
                born = widened(born, by: person.birthYear)
                fame = widened(fame, by: person.fame)
            }
        }
        return GalleryFacets(
            genders: words.genders.listed,
            countries: words.countries.listed,
            occupations: words.occupations.listed,
            born: born.map { [$0.lowerBound, $0.upperBound] },
            fame: fame.map { [$0.lowerBound, $0.upperBound] }
        )
    }

    private static func widened(_ range: ClosedRange<Int>?, by value: Int?) -> ClosedRange<Int>? {
        guard let value else { return range }
        guard let range else { return value...value }
        return min(range.lowerBound, value)...max(range.upperBound, value)
    }

    /// Counts words.
    private struct Tally {
        private var counts: [String: Int] = [:]

        mutating func add(_ word: String?) {
            if let word, !word.isEmpty { counts[word, default: 0] += 1 }
        }

        var listed: [String] {
            counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(wordsMax).map(\.key)
        }
    }
}
