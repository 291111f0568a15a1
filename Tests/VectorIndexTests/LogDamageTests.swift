import Testing
import VectorIndex

/// A log that is not what was written, told apart from one whose last write was cut short.
@Suite struct LogDamageTests {
    private func open(_ files: [String: [UInt8]]) throws -> VectorIndex {
        try VectorIndex(
            files: SimulatedFileSystem(files: files),
            dimension: 16,
            metric: .cosine,
            durability: .durable
        )
    }

    /// A log of several batches, each synced alone; gives the place where each begins.
    private func written() throws -> (files: [String: [UInt8]], log: String, starts: [Int]) {
        let files = SimulatedFileSystem()
        let index = try VectorIndex(
            files: files,
            dimension: 16,
            metric: .cosine,
            durability: .durable
        )
        let log = try #require(files.files.keys.first { $0.hasPrefix("log-") })
        var random = SeededRandom(seed: 61)
        var starts: [Int] = []
        for id in 0..<6 as Range<UInt64> {
            starts.append(files.files[log]?.count ?? 0)
            try index.apply([
                .upsert(id: id, group: nil, vector: random.vector(16)), .remove(id: 100 + id),
            ])
        }
        return (files.files, log, starts)
    }

    @Test func `every flipped bit before the last sync is damage, and nothing is cut off`() throws {
        let (files, log, starts) = try written()
        let last = try #require(starts.last)
        #expect(try open(files).count == 6)
        for position in 0..<last {
            var damaged = files
            damaged[log]?[position] ^= 1 << UInt8(position % 8)
            let left = SimulatedFileSystem(files: damaged)
            #expect(try VectorIndex.problems(in: left).count == 1, "byte \(position)")
            #expect(throws: VectorIndexError.self, "byte \(position)") { _ = try open(damaged) }
        }
    }

    @Test func `the last records synced may be cut short, and only they are lost`() throws {
        let (files, log, starts) = try written()
        let whole = try #require(files[log])
        for length in try #require(starts.last)..<whole.count {
            var torn = files
            torn[log] = Array(whole.prefix(length))
            let left = SimulatedFileSystem(files: torn)
            #expect(try VectorIndex.problems(in: left) == [], "\(length) bytes")
            #expect(try open(torn).count == 5, "\(length) bytes")
        }
    }

    @Test func `a log that is all beginnings of records is read in bounded time`() throws {
        var (files, log, starts) = try written()
        let header = try #require(files[log]).prefix(starts[0])
        let marker = try #require(files[log])[starts[0]..<starts[0] + 4]
        files[log] = Array(header) + Array(repeatElement(Array(marker), count: 50_000).joined())
        #expect(try VectorIndex.problems(in: SimulatedFileSystem(files: files)).count == 1)
    }

    @Test func `a batch that no record takes is refused and changes nothing`() throws {
        let files = SimulatedFileSystem()
        let index = try VectorIndex(
            files: files,
            dimension: 4_096,
            metric: .innerProduct,
            durability: .durable
        )
        let vector = [Float](repeating: 1, count: 4_096)
        let changes = (0..<65_600).map {
            VectorChange.upsert(id: UInt64($0), group: nil, vector: vector)
        }
        #expect(throws: VectorIndexError.batchTooLarge(changes: 65_600, limit: 65_468)) {
            try index.apply(changes)
        }
        #expect(index.count == 0)
        try index.apply(Array(changes.prefix(2)))
        #expect(index.count == 2)
    }

    @Test(arguments: [16, 24, 32])
    func `a manifest with numbers that nobody counted to is refused`(place: Int) throws {
        let (files, _, _) = try written()
        var manifest = try #require(files["manifest"])
        // Generation, next number and first log follow magic, version, dimension and metric.
        for byte in 0..<8 { manifest[place + 4 + byte] = 0xFF }
        var damaged = files
        damaged["manifest"] = resealed(manifest)
        #expect(try !VectorIndex.problems(in: SimulatedFileSystem(files: damaged)).isEmpty)
        #expect(throws: VectorIndexError.self) { _ = try open(damaged) }
    }

    @Test func `a log with a number that nobody counted to is nobody's`() throws {
        var (files, _, _) = try written()
        files["log-18446744073709551615"] = [1, 2, 3]
        #expect(try open(files).count == 6)
    }
}
