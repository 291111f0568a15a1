import FaceTypes
import Synchronization
import VectorIndex

/// The filters used last, each ready for the rows of the index it was used on.
///
/// Working out which rows some people own costs more than a search, and people leaf through answers
/// under one filter.
final class FilterShelf: Sendable {
    private static let keptMax = 8

    private struct Kept {
        var people: Set<PersonID>
        var filter: VectorFilter
    }

    private let kept = Mutex<[Kept]>([])

    /// The filter that admits the faces of some people.
    func filter(admitting people: Set<PersonID>) -> VectorFilter {
        // Compared outside the lock: equal sets are compared member by member.
        let known = kept.withLock { $0 }
        if let found = known.first(where: { $0.people == people }) { return found.filter }
        let made = VectorFilter(people: people)
        kept.withLock { kept in
            kept.insert(Kept(people: people, filter: made), at: 0)
            if kept.count > Self.keptMax { kept.removeLast() }
        }
        return made
    }
}
