import Fetching

/// Turns targets into items, batch by batch: runs queries slice by slice, matches names.
struct TargetReader {
    /// A person to look at, or why there is none.
    enum Target: Sendable {
        case person(ItemID, asked: String, matchedBy: String)
        case refused(WikimediaReject, asked: String, place: String, [ItemID], detail: String)

        /// Everybody it may mean.
        var items: [ItemID] {
            switch self {
            case .person(let item, _, _): [item]
            case .refused(_, _, _, let items, _): items
            }
        }
    }

    /// Divisions of a slice that failed, all together.
    static let slicesMax = 4096

    private let service: WikimediaService
    private var slices: [PeopleQuery] = []
    private var entries: (any EntryCursor)?
    private var seen: Set<ItemID> = []
    private var divisions = 0

    init(_ targets: WikimediaTargets, service: WikimediaService) throws(WikimediaError) {
        self.service = service
        switch targets {
        case .query(let query): slices = [query]
        case .entries(let list): entries = ArrayCursor(list: list)
        case .list(let list): entries = try list.makeCursor()
        }
    }

    /// The next few targets; empty at the end.
    mutating func next() async throws(WikimediaError) -> [Target] {
        while true {
            if let slice = slices.popLast() {
                let targets = try await read(slice)
                if targets.isEmpty { continue }
                return targets
            }
            guard entries != nil else { return [] }
            let batch = try nextEntries()
            if batch.isEmpty { return [] }
            let targets = try await match(batch)
            if !targets.isEmpty { return targets }
        }
    }

    // MARK: Queries

    /// Runs a slice; one that fails or is capped is divided, the more famous half comes first.
    private mutating func read(_ slice: PeopleQuery) async throws(WikimediaError) -> [Target] {
        let words = slice.words
        do {
            let answer = try await service.query(slice.sparql)
            if answer.rows.count < PeopleQuery.rowsMax || !divide(slice) {
                return take(QueriedPerson.joined(answer), asked: words)
            }
            return []
        } catch {
            // Dividing helps against a query that is too much, not against a closed door.
            guard error.isAboutTheQuestion else { throw error }
            if Self.wasTooMuch(error), divide(slice) { return [] }
            let detail = "\(error)"
            return [.refused(.service, asked: words, place: "query", [], detail: detail)]
        }
    }

    /// The service ran out of time, in one of the ways it shows: a 500, an answer that breaks off,
    /// silence; or the answer would be too large.
    private static func wasTooMuch(_ error: WikimediaError) -> Bool {
        switch error {
        case .brokenAnswer: true
        case .fetch(.status(_, let code, _, _, _)): code >= 500
        case .fetch: true
        default: false
        }
    }

    private mutating func divide(_ slice: PeopleQuery) -> Bool {
        guard divisions < Self.slicesMax, let (low, high) = slice.halves else { return false }
        divisions += 1
        slices += [low, high]
        return true
    }

    private mutating func take(_ people: [QueriedPerson], asked: String) -> [Target] {
        people.sorted { ($1.fame ?? 0, $0.item) < ($0.fame ?? 0, $1.item) }
            .filter { seen.insert($0.item).inserted }
            .map { .person($0.item, asked: asked, matchedBy: "query") }
    }

    // MARK: Lists

    private func nextEntries() throws(WikimediaError) -> [NameEntry] {
        var batch: [NameEntry] = []
        while batch.count < IdentityQuery.batchMax, let entry = try entries?.next() {
            batch.append(entry)
        }
        return batch
    }

    private mutating func match(_ batch: [NameEntry]) async throws(WikimediaError) -> [Target] {
        var ids: [String] = []
        var names: [String] = []
        for entry in batch {
            switch entry.key {
            case .item: break
            case .imdb(let id, let name, let year):
                ids.append(id)
                if year != nil { names.append(name) }
            case .name(let name, _): names.append(name)
            }
        }
        let byIMDb = try await people(IdentityQuery.byIMDb, ids) { $0.imdb.contains($1) }
        let byLabel = try await people(IdentityQuery.byLabels, names) { $0.labels.contains($1) }
        var targets: [Target] = []
        for entry in batch {
            if let target = target(entry, byIMDb, byLabel) { targets.append(target) }
        }
        return targets
    }

    /// What the query service tells of a name or an id.
    private enum Told {
        case people([QueriedPerson])
        case nothing(WikimediaError)

        var people: [QueriedPerson] { if case .people(let people) = self { people } else { [] } }
    }

    /// The people of some names or ids; an answer that is capped is divided, for whom it leaves out
    /// nobody knows.
    private func people(
        _ query: ([String]) -> String,
        _ keys: [String],
        isMeant: (QueriedPerson, String) -> Bool
    ) async throws(WikimediaError) -> [String: Told] {
        // A list may name somebody twice.
        let keys = Array(Set(keys)).sorted()
        return try await DividedQuestion.answers(to: keys) { keys throws(WikimediaError) in
            let answer = try await service.query(query(keys))
            guard answer.rows.count < PeopleQuery.rowsMax else {
                throw .capped(service: "The query service", rows: answer.rows.count)
            }
            let people = QueriedPerson.joined(answer)
            return Dictionary(
                uniqueKeysWithValues: keys.map { key in
                    (key, Told.people(people.filter { isMeant($0, key) }))
                }
            )
        } alone: {
            .nothing($0)
        }
    }

    private mutating func target(
        _ entry: NameEntry,
        _ byIMDb: [String: Told],
        _ byLabel: [String: Told]
    ) -> Target? {
        let name = Self.name(of: entry)
        var id: String?
        if case .imdb(let text, _, _) = entry.key { id = text }
        let owners = id.flatMap { byIMDb[$0] }
        let match = NameMatch(
            entry,
            byIMDb: owners?.people ?? [],
            byLabel: byLabel[name]?.people ?? []
        )
        // An id decides alone, so what is not known of the name then does not matter.
        let untold = [owners, (owners?.people ?? []).isEmpty ? byLabel[name] : nil]
        for case .nothing(let error)? in untold { return self.untold(entry, error) }
        return target(entry, match)
    }

    private func untold(_ entry: NameEntry, _ error: WikimediaError) -> Target {
        guard case .capped(_, let rows) = error else {
            return .refused(
                .service,
                asked: entry.words,
                place: entry.place,
                [],
                detail: "\(error)"
            )
        }
        return .refused(
            .ambiguousName,
            asked: entry.words,
            place: entry.place,
            [],
            detail:
                "\(entry.words) may be any of \(rows) people or more: put the item's id into the "
                + "list"
        )
    }

    private static func name(of entry: NameEntry) -> String {
        switch entry.key {
        case .item: ""
        case .imdb(_, let name, _), .name(let name, _): name
        }
    }

    private mutating func target(_ entry: NameEntry, _ match: NameMatch) -> Target? {
        switch match {
        case .found(let item, let means):
            guard seen.insert(item).inserted else { return nil }
            return .person(item, asked: entry.words, matchedBy: means)
        case .ambiguous(let items):
            let list = items.prefix(20).map(\.description).joined(separator: ", ")
            return .refused(
                .ambiguousName,
                asked: entry.words,
                place: entry.place,
                items,
                detail: "\(entry.words) may be any of \(list): put the item's id, or the name and "
                    + "birth year, into the list"
            )
        case .nobody:
            return .refused(
                .notFound,
                asked: entry.words,
                place: entry.place,
                [],
                detail: "Wikidata knows no human called exactly \(entry.words)"
            )
        }
    }
}

/// A walk through entries; belongs to one task.
protocol EntryCursor: AnyObject {
    func next() throws(WikimediaError) -> NameEntry?
}

extension NameList.Cursor: EntryCursor {}

/// Entries that are in memory.
private final class ArrayCursor: EntryCursor {
    private var rest: ArraySlice<NameEntry>

    init(list: [NameEntry]) { rest = list[...] }

    func next() throws(WikimediaError) -> NameEntry? { rest.popFirst() }
}

extension PeopleQuery {
    /// The query in words, for evidence.
    var words: String {
        var parts = ["occupation \(occupations.joined(separator: "|"))"]
        if !countries.isEmpty { parts.append("country \(countries.joined(separator: "|"))") }
        if let born { parts.append("born \(born.lowerBound)-\(born.upperBound)") }
        parts.append("fame \(fameAtLeast)" + (fameBelow.map { "-\($0 - 1)" } ?? "+"))
        if living { parts.append("living") }
        return parts.joined(separator: ", ")
    }
}
