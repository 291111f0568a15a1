/// The best matches seen so far, at most one a group when grouped.
package struct TopMatches {
    /// Up to this many, a plain search of the entries finds a group faster than a table.
    private static let plainSearchMax = 32
    /// Up to this many are kept in order all the time; more are gathered and sorted now and then.
    private static let orderedMax = 1_024

    private let limit: Int
    private let grouped: Bool
    private var entries: [VectorMatch] = []
    private var bestOfGroup: [UInt64: VectorMatch] = [:]

    /// What a match must reach to matter; rises as better ones come, with many after `settle` only.
    package private(set) var threshold = -Float.infinity

    /// Keeps the `limit` best, or the best of each of the `limit` best groups.
    package init(limit: Int, grouped: Bool) {
        precondition(limit > 0)
        self.limit = limit
        self.grouped = grouped
        entries.reserveCapacity(min(limit, Self.orderedMax))
    }

    /// The matches, closest first.
    package func sorted() -> [VectorMatch] {
        var settled = self
        settled.settle()
        return settled.entries
    }

    /// Takes account of all that was offered.
    package mutating func settle() {
        guard limit > Self.orderedMax else { return }
        entries.sort(by: VectorMatch.precedes)
        if grouped { leaveBestOfGroups() }
        if entries.count >= limit {
            entries.removeSubrange(limit...)
            threshold = entries[limit - 1].similarity
        }
    }

    private mutating func leaveBestOfGroups() {
        var seen: Set<UInt64> = []
        entries.removeAll { match in match.group.map { !seen.insert($0).inserted } ?? false }
    }

    private mutating func gather(_ match: VectorMatch) {
        entries.append(match)
        if entries.count >= 2 * limit { settle() }
    }

    /// Takes a match if it is among the best.
    package mutating func offer(_ match: VectorMatch) {
        guard match.similarity >= threshold else { return }
        if limit > Self.orderedMax { return gather(match) }
        if grouped, let group = match.group, let held = heldBest(of: group) {
            guard VectorMatch.precedes(match, held) else { return }
            entries.remove(at: position(of: held))
            insert(match)
        } else if entries.count < limit {
            insert(match)
        } else {
            guard let last = entries.last, VectorMatch.precedes(match, last) else { return }
            if let group = last.group { bestOfGroup[group] = nil }
            replaceLast(by: match)
        }
        if grouped, limit > Self.plainSearchMax, let group = match.group {
            bestOfGroup[group] = match
        }
        if entries.count == limit, let last = entries.last { threshold = last.similarity }
    }

    private mutating func insert(_ match: VectorMatch) {
        entries.insert(match, at: position(of: match))
    }

    /// Puts a match that precedes the last one in its place.
    private mutating func replaceLast(by match: VectorMatch) {
        guard entries.count <= Self.plainSearchMax else {
            entries.removeLast()
            insert(match)
            return
        }
        entries.withUnsafeMutableBufferPointer { entries in
            var place = entries.count - 1
            while place > 0, VectorMatch.precedes(match, entries[place - 1]) {
                entries[place] = entries[place - 1]
                place -= 1
            }
            entries[place] = match
        }
    }

    private func heldBest(of group: UInt64) -> VectorMatch? {
        limit > Self.plainSearchMax
            ? bestOfGroup[group] : entries.first { $0.group == group }
    }

    /// Where a match stands or would stand.
    private func position(of match: VectorMatch) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if VectorMatch.precedes(entries[middle], match) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
