/// Decides whom an entry means, among the people who might be meant; never guesses.
public enum NameMatch: Sendable, Hashable {
    /// Exactly one person, and what they were matched by.
    case found(ItemID, by: String)
    /// Several could be meant.
    case ambiguous([ItemID])
    /// Nobody.
    case nobody

    /// Matches an entry.
    ///
    /// An IMDb id decides alone. A birth year narrows a name down: people with another year are out,
    /// people without one stay in doubt. What then is one person is taken, more are ambiguous.
    /// - Parameters:
    ///   - byIMDb: people with the entry's IMDb id.
    ///   - byLabel: humans with exactly the entry's name as their label.
    public init(
        _ entry: NameEntry,
        byIMDb: [QueriedPerson],
        byLabel: [QueriedPerson]
    ) {
        switch entry.key {
        case .item(let item): self = .found(item, by: "item")
        case .imdb(let id, _, let year):
            let owners = byIMDb.filter { $0.imdb.contains(id) }
            if let owner = owners.first {
                self =
                    owners.count == 1
                    ? .found(owner.item, by: "IMDb id") : .ambiguous(owners.map(\.item).sorted())
                return
            }
            // Somebody with another IMDb id is somebody else; without a year a name is not enough.
            let others = byLabel.filter { $0.imdb.isEmpty }
            self = year == nil ? .nobody : Self.narrowed(others, year: year, needsYear: true)
        case .name(_, let year): self = Self.narrowed(byLabel, year: year, needsYear: false)
        }
    }

    private static func narrowed(
        _ people: [QueriedPerson],
        year: Int?,
        needsYear: Bool
    ) -> NameMatch {
        guard let year else { return decided(people, by: "label") }
        let born = people.filter { $0.birthYears.contains(year) }
        let unknown = people.filter { $0.birthYears.isEmpty }
        if born.isEmpty, needsYear { return .nobody }
        if born.isEmpty { return unknown.isEmpty ? .nobody : .ambiguous(items(unknown)) }
        return decided(born + unknown, by: "label and birth year")
    }

    private static func decided(_ people: [QueriedPerson], by means: String) -> NameMatch {
        switch people.count {
        case 0: .nobody
        case 1: .found(people[0].item, by: means)
        default: .ambiguous(items(people))
        }
    }

    private static func items(_ people: [QueriedPerson]) -> [ItemID] {
        people.map(\.item).sorted()
    }
}
