import Foundation
import Synchronization
import VectorIndex

enum BenchError: Error {
    case unknownCommand(String)
    case unknownEngine(String)
    case missing(String)
}

/// What the commands of the benchmark work on.
final class Bench {
    /// Changes after opening that are timed one by one.
    private static let changesTimed = 100

    private var index: VectorIndex?
    private var flat: FlatIndex?
    private var queries = Matrix<Float>(rows: 0, columns: 0, values: [])
    private var truth = Matrix<Int32>(rows: 0, columns: 0, values: [])
    private var filters: [String: VectorFilter] = [:]

    func perform(_ command: String, _ arguments: [String]) throws -> String {
        switch command {
        case "load": return try load(arguments)
        case "store":
            guard arguments.count == 2 else { throw BenchError.missing("VECTORS FOLDER") }
            return try store(arguments[0], in: arguments[1])
        case "open":
            guard arguments.count == 2, let dimension = Int(arguments[1]) else {
                throw BenchError.missing("FOLDER DIMENSION")
            }
            return try open(arguments[0], dimension: dimension)
        case "attach":
            guard arguments.count == 2, let dimension = Int(arguments[1]) else {
                throw BenchError.missing("FOLDER DIMENSION")
            }
            let opened = try VectorIndex(
                folder: arguments[0],
                dimension: dimension,
                durability: .rebuildable
            )
            index = opened
            return "{\"count\": \(opened.count)}"
        case "memory":
            let rows = max(1, index?.count ?? 1)
            return "{\"ownBytesPerVector\": \(Memory.own / rows), "
                + "\"residentBytesPerVector\": \(Memory.resident / rows)}"
        case "graph":
            guard let index else { throw BenchError.missing("load") }
            let start = (Clock.cpuSeconds, Clock.wallSeconds)
            let memory = Memory.own
            try index.buildGraphs(
                rowsMin: 2,
                threads: arguments.first.flatMap { Int($0) } ?? 1,
                width: arguments.dropFirst().first.flatMap { Int($0) } ?? 128
            )
            return "{\"graphSeconds\": \(Clock.cpuSeconds - start.0), "
                + "\"graphWallSeconds\": \(Clock.wallSeconds - start.1), "
                + "\"bytesPerVector\": \((Memory.own - memory) / max(1, index.count))}"
        case "queries":
            guard arguments.count == 2 else { throw BenchError.missing("VECTORS TRUTH") }
            queries = try .floats(arguments[0])
            truth = try .integers(arguments[1])
            return "{\"queries\": \(queries.rows)}"
        case "run":
            guard let engine = arguments.first else { throw BenchError.missing("ENGINE") }
            return try run(engine, options(arguments.dropFirst()))
        default: throw BenchError.unknownCommand(command)
        }
    }

    private func options(_ arguments: ArraySlice<String>) -> [String: Double] {
        var found: [String: Double] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=").map(String.init)
            if parts.count == 2, let value = Double(parts[1]) { found[parts[0]] = value }
        }
        return found
    }

    private func load(_ arguments: [String]) throws -> String {
        guard let path = arguments.first else { throw BenchError.missing("VECTORS") }
        let vectors = try Matrix.floats(path)
        let groups = arguments.count > 1 ? try Matrix.integers(arguments[1]) : nil
        let index = VectorIndex(dimension: vectors.columns)
        let flat = FlatIndex(dimension: vectors.columns)
        let memory = Memory.own
        let start = Clock.cpuSeconds
        for row in 0..<vectors.rows {
            let group = groups.map { UInt64($0.values[row]) }
            try index.upsert(id: UInt64(row), group: group, vector: Array(vectors.row(row)))
        }
        let inserted = Clock.cpuSeconds
        try index.compact()
        let built = Clock.cpuSeconds
        let bytes = (Memory.own - memory) / max(1, vectors.rows)
        for row in 0..<vectors.rows {
            let group = groups.map { UInt64($0.values[row]) }
            try flat.upsert(id: UInt64(row), group: group, vector: Array(vectors.row(row)))
        }
        self.index = index
        self.flat = flat
        filters = [:]
        return "{\"count\": \(index.count), \"insertSeconds\": \(inserted - start), "
            + "\"compactSeconds\": \(built - inserted), \"bytesPerVector\": \(bytes), "
            + "\"codeBytesPerRow\": \(index.snapshot().statistics.codeBytesPerRow)}"
    }

    /// Fills a durable index in a folder in batches of a thousand.
    private func store(_ path: String, in folder: String) throws -> String {
        let vectors = try Matrix.floats(path)
        let index = try VectorIndex(folder: folder, dimension: vectors.columns)
        let start = Clock.wallSeconds
        for first in stride(from: 0, to: vectors.rows, by: 1_000) {
            try index.apply(
                (first..<min(first + 1_000, vectors.rows)).map {
                    .upsert(id: UInt64($0), group: nil, vector: Array(vectors.row($0)))
                }
            )
        }
        let applied = Clock.wallSeconds
        try index.compact()
        let compacted = Clock.wallSeconds
        let problems = try index.verify()
        return "{\"count\": \(index.count), \"applySeconds\": \(applied - start), "
            + "\"compactSeconds\": \(compacted - applied), "
            + "\"verifySeconds\": \(Clock.wallSeconds - compacted), "
            + "\"problems\": \(problems.count)}"
    }

    /// Opens an index again, searches it and changes it, as an index without a log, then as one that
    /// syncs its log; the first leaves nothing in the folder that the second would have to list.
    private func open(_ folder: String, dimension: Int) throws -> String {
        let parts = try [IndexDurability.rebuildable, .durable].map { durability in
            let start = Clock.wallSeconds
            let index = try VectorIndex(
                folder: folder,
                dimension: dimension,
                durability: durability
            )
            let opened = Clock.wallSeconds
            let query = (0..<dimension).map { Float($0 % 7) - 3 }
            let answers = try index.nearest(to: query, limit: 10)
            let searched = Clock.wallSeconds
            let changes = try (0..<Self.changesTimed).map { number in
                let id = UInt64.max - UInt64(number)
                let changing = Clock.wallSeconds
                try index.upsert(id: id, vector: query.map { $0 + Float(number) * 0.01 })
                let found = index.snapshot().count
                return found > 0 ? Clock.wallSeconds - changing : .infinity
            }
            // Leaves the index as it was found.
            for number in 0..<Self.changesTimed { try index.remove(id: .max - UInt64(number)) }
            return "\"\(durability)\": {\"openSeconds\": \(opened - start), "
                + "\"firstSearchSeconds\": \(searched - opened), "
                + "\"firstChangeSeconds\": \(changes[0]), "
                + "\"slowestChangeSeconds\": \(changes.max() ?? 0), "
                + "\"medianChangeSeconds\": \(changes.sorted()[changes.count / 2]), "
                + "\"answers\": \(answers.count), \"count\": \(index.count)}"
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }

    private func run(_ engine: String, _ options: [String: Double]) throws -> String {
        let limit = Int(options["k"] ?? 10)
        let recall = options["recall"] ?? 0.99
        let count = min(queries.rows, Int(options["queries"] ?? Double(queries.rows)))
        let selectivity = options["selectivity"]
        let filter = selectivity.map { self.filter(share: $0, byGroup: options["away"] == 1) }
        let search = try searcher(engine, limit: limit, recall: recall, filter: filter)
        if options["threads"].map({ $0 > 1 }) ?? (options["batch"] == 1) {
            return try run(
                search,
                threads: Int(options["threads"] ?? 1),
                count: count,
                seconds: options["seconds"] ?? 0,
                asBatch: options["batch"] == 1
            )
        }
        var wanted: [[UInt64]] = []
        if filter != nil || engine == "groups" {
            let exact = try searcher(
                engine == "groups" ? "flat-groups" : "flat",
                limit: limit,
                recall: 1,
                filter: filter
            )
            for row in 0..<count { wanted.append(try exact(Array(queries.row(row)))) }
        } else {
            wanted = (0..<count).map { truth.row($0).prefix(limit).map { UInt64($0) } }
        }
        var times: [Double] = []
        var found = 0
        var asked = 0
        let cpuStart = Clock.cpuSeconds
        let end = Clock.wallSeconds + (options["seconds"] ?? .infinity)
        for repetition in 0..<Int(options["repeat"] ?? 1) {
            for row in 0..<count {
                let query = Array(queries.row(row))
                let start = Clock.wallSeconds
                let answers = try search(query)
                times.append(Clock.wallSeconds - start)
                if Clock.wallSeconds > end { break }
                guard repetition == 0 else { continue }
                found += Set(wanted[row]).intersection(answers).count
                asked += wanted[row].count
            }
        }
        let cpu = Clock.cpuSeconds - cpuStart
        times.sort()
        let wall = times.reduce(0, +)
        func milliseconds(_ share: Double) -> Double {
            times[min(times.count - 1, Int(Double(times.count) * share))] * 1_000
        }
        return "{\"engine\": \"\(engine)\", \"asked\": \(recall), \"k\": \(limit), "
            + (selectivity.map { "\"selectivity\": \($0), " } ?? "")
            + "\"recall\": \(asked == 0 ? -1 : Double(found) / Double(asked)), "
            + "\"qps\": \(Int(Double(times.count) / wall)), "
            + "\"cpuQps\": \(Int(Double(times.count) / cpu)), "
            + "\"p50ms\": \(milliseconds(0.5)), \"p99ms\": \(milliseconds(0.99))}"
    }

    /// Asks on several threads, every thread one query at a time, pass after pass over the queries.
    ///
    /// As a batch, all queries are given at once and only whole passes are timed. The index has no
    /// call for many queries: this is the loop that a caller would write.
    private func run(
        _ search: @escaping ([Float]) throws -> [UInt64],
        threads: Int,
        count: Int,
        seconds: Double,
        asBatch: Bool
    ) throws -> String {
        nonisolated(unsafe) let search = search
        let queries = (0..<count).map { Array(self.queries.row($0)) }
        let times = Mutex<[Double]>([])
        let start = (Clock.cpuSeconds, Clock.wallSeconds)
        var passes: [Double] = []
        repeat {
            let begun = Clock.wallSeconds
            DispatchQueue.concurrentPerform(iterations: threads) { thread in
                var own: [Double] = []
                for row in stride(from: thread, to: count, by: threads) {
                    let asked = asBatch ? 0 : Clock.wallSeconds
                    _ = try? search(queries[row])
                    if !asBatch { own.append(Clock.wallSeconds - asked) }
                }
                times.withLock { $0 += own }
            }
            passes.append(Clock.wallSeconds - begun)
        } while Clock.wallSeconds - start.1 < seconds
        let asked = Double(count * passes.count)
        let sorted = times.withLock { $0.sorted() }
        func milliseconds(_ share: Double) -> String {
            sorted.isEmpty
                ? "null" : "\(sorted[Int(Double(sorted.count - 1) * share)] * 1_000)"
        }
        return "{\"qps\": \(asked / (Clock.wallSeconds - start.1)), "
            + "\"cpuQps\": \(asked / (Clock.cpuSeconds - start.0)), "
            + "\"p50ms\": \(milliseconds(0.5)), \"p99ms\": \(milliseconds(0.99)), "
            + "\"batchSeconds\": \(passes.sorted()[passes.count / 2])}"
    }

    /// Admits a share of the ids, or of the groups with all their members, chosen by a hash.
    private func filter(share: Double, byGroup: Bool) -> VectorFilter {
        let name = "\(share) \(byGroup)"
        if let known = filters[name] { return known }
        let bound = UInt64(share * 1_000_000)
        let made = VectorFilter { id, group in
            let chosen = byGroup ? group ?? id : id
            return (((chosen &+ 1) &* 0x9E37_79B9_7F4A_7C15) >> 20) % 1_000_000 < bound
        }
        filters[name] = made
        return made
    }

    private func searcher(
        _ engine: String,
        limit: Int,
        recall: Double,
        filter: VectorFilter?
    ) throws -> ([Float]) throws -> [UInt64] {
        guard let index else { throw BenchError.missing("load") }
        switch engine {
        case "semblance", "semblance-scan", "semblance-graph":
            let way: SearchEngine =
                engine == "semblance" ? .planned : engine == "semblance-scan" ? .scan : .graph
            return {
                try index.nearest(
                    to: $0,
                    limit: limit,
                    recall: recall,
                    filter: filter,
                    engine: way
                ).map(\.id)
            }
        case "exact":
            return { try index.nearest(to: $0, limit: limit, recall: 1, filter: filter).map(\.id) }
        case "flat":
            guard let flat else { throw BenchError.missing("load") }
            return { try flat.nearest(to: $0, limit: limit, filter: filter).map(\.id) }
        case "groups":
            return {
                try index.nearestGroups(to: $0, limit: limit, recall: recall, filter: filter)
                    .map { $0.group ?? $0.id }
            }
        case "flat-groups":
            guard let flat else { throw BenchError.missing("load") }
            return {
                try flat.nearestGroups(to: $0, limit: limit, filter: filter)
                    .map { $0.group ?? $0.id }
            }
        default: throw BenchError.unknownEngine(engine)
        }
    }
}

/// Memory as the benchmark measures it.
enum Memory {
    /// Bytes of this process that belong to no file.
    static var own: Int { bytes("RssAnon:") }
    /// Bytes of this process in memory, mapped files included.
    static var resident: Int { bytes("VmRSS:") }

    private static func bytes(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1_024
    }
}

/// Time as the benchmark measures it.
enum Clock {
    static var wallSeconds: Double { seconds(CLOCK_MONOTONIC) }
    static var cpuSeconds: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
