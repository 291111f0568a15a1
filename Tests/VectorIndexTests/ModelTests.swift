import Testing
import VectorIndex

/// Random operations against a dictionary with exact search, invariants after each step.
@Suite struct ModelTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `an index behaves like a dictionary`(seed: UInt64) throws {
        var model = IndexModel(seed: seed)
        for step in 0..<60 {
            try model.step()
            #expect(model.index.brokenInvariants() == [], "seed \(seed) step \(step)")
            #expect(model.index.count == model.contents.count, "seed \(seed) step \(step)")
            try model.compareSearches("seed \(seed) step \(step)")
        }
    }
}

struct IndexModel {
    let index: VectorIndex
    let dimension: Int
    let metric: VectorMetric
    var contents: [UInt64: (group: UInt64?, vector: [Float])] = [:]
    var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        dimension = [16, 24, 64, 100][Int(seed % 4)]
        metric = seed % 3 == 0 ? .innerProduct : .cosine
        index = VectorIndex(dimension: dimension, metric: metric)
    }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    mutating func step() throws {
        switch below(12) {
        case 0: try index.compact()
        case 1: try index.maintain()
        case 2...3: try removeSome()
        case 4: try insert(1_500)
        default: try insert(1 + below(120))
        }
    }

    private mutating func insert(_ count: Int) throws {
        var changes: [VectorChange] = []
        for _ in 0..<count {
            let id = UInt64(below(6_000))
            let group = below(5) == 0 ? nil : UInt64(below(200))
            let vector = random.vector(dimension)
            changes.append(.upsert(id: id, group: group, vector: vector))
            contents[id] = (group, vector)
        }
        try index.apply(changes)
    }

    private mutating func removeSome() throws {
        var changes: [VectorChange] = [.remove(id: 1 << 40)]
        for id in contents.keys.sorted() where below(3) == 0 {
            changes.append(.remove(id: id))
            contents[id] = nil
        }
        try index.apply(changes)
    }

    mutating func compareSearches(_ comment: Comment) throws {
        let query = random.vector(dimension)
        let limit = 1 + below(30)
        let filter = VectorFilter { id, group in (id &+ (group ?? 7)) % 3 != 0 }
        let plain = VectorIndexOracle(contents: contents, metric: metric)
        let rows = try index.nearest(to: query, limit: limit, recall: 1)
        #expect(rows.map(\.id) == plain.nearest(query, limit), comment)
        let filtered = try index.nearest(to: query, limit: limit, recall: 1, filter: filter)
        let wanted = plain.nearest(query, limit) { (($0 &+ ($1 ?? 7)) % 3) != 0 }
        #expect(filtered.map(\.id) == wanted, comment)
        let groups = try index.nearestGroups(
            to: query,
            limit: limit,
            recall: 1,
            excludingGroup: 3
        )
        #expect(groups.map(\.id) == plain.nearestGroups(query, limit, excluding: 3), comment)
        let some = try index.nearest(to: query, limit: limit)
        #expect(some.count == min(limit, contents.count), comment)
    }
}

/// Exact search in double precision.
struct VectorIndexOracle {
    let contents: [UInt64: (group: UInt64?, vector: [Float])]
    let metric: VectorMetric

    private func ranked(_ query: [Float]) -> [UInt64] {
        let similarities = contents.mapValues { similarity($0.vector, query) }
        return similarities.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    private func similarity(_ left: [Float], _ right: [Float]) -> Double {
        var dot = 0.0
        var squares = (0.0, 0.0)
        for (a, b) in zip(left, right) {
            dot += Double(a) * Double(b)
            squares.0 += Double(a) * Double(a)
            squares.1 += Double(b) * Double(b)
        }
        return metric == .cosine ? dot / (squares.0 * squares.1).squareRoot() : dot
    }

    func nearest(
        _ query: [Float],
        _ limit: Int,
        where admits: (UInt64, UInt64?) -> Bool = { _, _ in true }
    ) -> [UInt64] {
        Array(ranked(query).filter { admits($0, contents[$0]?.group) }.prefix(limit))
    }

    func nearestGroups(_ query: [Float], _ limit: Int, excluding: UInt64) -> [UInt64] {
        var seen: Set<UInt64> = []
        let best = ranked(query).filter { id in
            guard let group = contents[id]?.group else { return true }
            return group != excluding && seen.insert(group).inserted
        }
        return Array(best.prefix(limit))
    }
}
