/// A navigable graph over the rows of a sealed segment: every row links to near rows that lie in
/// different directions.
///
/// Links are chosen as by Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
/// search using hierarchical navigable small world graphs" (2016), with one level: a scan of a
/// sample's signs finds better places to begin than upper levels do, in less time.
final class SegmentGraph: @unchecked Sendable {
    /// Links a row has at most.
    static let linksMax = 32
    /// Numbers of a row in `links`: the count, then the links.
    static let stride = linksMax + 1
    /// Rows whose signs are scanned for places to begin.
    static let sampleRows = 2_048
    /// Places a walk begins at.
    static let entriesMax = 8

    let rows: Int
    /// `stride` numbers a row.
    let links: UnsafeMutablePointer<UInt32>
    /// Four bits a component, to walk by; see `GraphNibbles`.
    let nibbles: GraphNibbles
    /// What walks of different width find and cost, narrow ones first.
    let trials: [GraphTrial]
    private let owner: AnyObject

    init(
        rows: Int,
        links: UnsafeMutablePointer<UInt32>,
        nibbles: GraphNibbles,
        owner: AnyObject,
        trials: [GraphTrial] = []
    ) {
        self.rows = rows
        self.links = links
        self.nibbles = nibbles
        self.owner = owner
        self.trials = trials
    }

    /// A graph without links, whose nibbles are not written yet.
    convenience init(rows: Int, codeDimension: Int) {
        let memory = AlignedMemory<UInt32>(count: rows * Self.stride)
        let nibbles = GraphNibbles(rows: rows, codeDimension: codeDimension)
        self.init(rows: rows, links: memory.start, nibbles: nibbles, owner: memory)
    }

    /// The same graph with the results of trials.
    func with(_ trials: [GraphTrial]) -> SegmentGraph {
        SegmentGraph(rows: rows, links: links, nibbles: nibbles, owner: owner, trials: trials)
    }

    func linkCount(of row: Int) -> Int { Int(links[row * Self.stride]) }

    func setLinks(of row: Int, _ chosen: UnsafePointer<UInt32>, count: Int) {
        let list = links + row * Self.stride
        list[0] = UInt32(count)
        for i in 0..<count { list[1 + i] = chosen[i] }
    }

    /// The narrowest walk that found the share of the answers asked for, if one did.
    func trial(recall: Double) -> GraphTrial? {
        trials.first { $0.recall >= recall }
    }
}

/// What a walk of some width found of the ten nearest rows of sample queries, and its cost.
struct GraphTrial: Sendable, Hashable {
    /// Rows a walk keeps in view.
    var width: Int
    /// The share found, by the kind of query that found less.
    var recall: Double
    /// Seconds a query on the machine that tried.
    var seconds: Double
    /// Seconds a query of a scan that finds as much.
    var scanSeconds: Double
}

extension IndexSnapshot {
    /// The links of every segment that has a graph, for tests.
    package var graphLinks: [[UInt32]] {
        views.compactMap(\.graph).map {
            Array(UnsafeBufferPointer(start: $0.links, count: $0.rows * SegmentGraph.stride))
        }
    }
}
