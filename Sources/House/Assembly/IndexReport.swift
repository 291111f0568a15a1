import Foundation
import Gallery
import VectorIndex

/// Figures of a gallery's index.
public struct IndexReport: Sendable, Hashable, Codable {
    /// The form of this report.
    public var schema = 1
    /// The gallery.
    public var gallery: String
    /// The folder of the files.
    public var folder: String
    /// `writer` when this process writes the files, `reader` when another one does.
    public var hold: String
    /// Live vectors.
    public var vectors: Int
    /// Rows of removed vectors that the next upkeep overwrites.
    public var removed: Int
    /// Segments, and how many of them have a graph.
    public var segments: Int
    /// Segments with a graph.
    public var graphs: Int
    /// The last change of the catalogue the index holds.
    public var sequence: Int64
    /// The catalogue's last change.
    public var logged: Int64
    /// Bytes of all files.
    public var bytesOnDisk: Int
    /// Bytes a search may touch, a vector, without the floats.
    public var codeBytesPerVector: Int
    /// Bytes of the floats of a vector, read for the last comparison only.
    public var floatBytesPerVector: Int
    /// The family of compute kernels in use.
    public var kernels: String
    /// The share of exact answers searches ask for.
    public var recallAsked: Double
    /// The share found, measured now against exact search; `nil` in an empty index.
    public var recallReached: Double?

    /// Queries of the self-check.
    static let checkQueries = 200

    init(of index: StoredIndex, gallery: String, folder: String, logged: Int64) throws {
        let files = try index.files()
        let snapshot = files.snapshot()
        let statistics = snapshot.statistics
        self.gallery = gallery
        self.folder = folder
        hold = index.hold.rawValue
        vectors = statistics.count
        removed = statistics.removed
        segments = statistics.segments
        graphs = statistics.graphs
        sequence = files.position
        self.logged = logged
        bytesOnDisk = Self.bytes(in: folder)
        codeBytesPerVector = statistics.codeBytesPerRow
        floatBytesPerVector = statistics.floatBytesPerRow
        kernels = statistics.kernels
        recallAsked = index.recall
        recallReached =
            snapshot.checkRecall(asked: index.recall, queries: Self.checkQueries)?
            .reached
    }

    private static func bytes(in folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }
}

/// What a recall costs in one index on this machine.
public struct RecallCost: Sendable, Hashable, Codable {
    /// The recall asked for.
    public var asked: Double
    /// The share of the exact answers found.
    public var reached: Double
    /// A query for ten faces, one at a time, in microseconds of wall time.
    public var microseconds: Double
    /// The same by scanning alone, which the planner weighs the graph against.
    public var scanMicroseconds: Double

    init(_ row: TuningRow) {
        asked = row.asked
        reached = row.reached
        microseconds = row.seconds * 1e6
        scanMicroseconds = row.scanSeconds * 1e6
    }
}

/// What a tuning of an index found.
public struct IndexTuning: Sendable, Hashable, Codable {
    /// The form of this report.
    public var schema = 2
    /// The recall searches ask for.
    public var recall: Double
    /// Whether the planner's new numbers are in the index files; another process may hold those.
    public var isKept: Bool
    /// What each recall costs; empty for an empty index.
    public var costs: [RecallCost]
}
