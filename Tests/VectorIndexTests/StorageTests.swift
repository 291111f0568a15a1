import Testing
import VectorIndex

/// The index on disk: what it promises survives.
@Suite struct StorageTests {
    private static let dimension = 16

    private func open(
        _ files: SimulatedFileSystem,
        _ durability: IndexDurability = .durable
    ) throws -> VectorIndex {
        try VectorIndex(
            files: files,
            dimension: Self.dimension,
            metric: .cosine,
            durability: durability
        )
    }

    /// A run of changes, checkpoints and merges; calls back after each batch is acknowledged.
    private func work(
        on index: VectorIndex,
        seed: UInt64,
        acknowledged: ([UInt64: UInt64]) -> Void,
        attempted: ([UInt64: UInt64]) -> Void
    ) throws {
        var random = SeededRandom(seed: seed)
        var contents: [UInt64: UInt64] = [:]
        for step in 0..<24 {
            var changes: [VectorChange] = []
            for _ in 0..<1 + random.next() % 6 {
                let id = random.next() % 40
                if random.next() % 4 == 0 {
                    changes.append(.remove(id: id))
                    contents[id] = nil
                } else {
                    let group = random.next() % 1_000
                    contents[id] = group
                    changes.append(.upsert(id: id, group: group, vector: vector(id, group)))
                }
            }
            attempted(contents)
            try index.apply(changes)
            acknowledged(contents)
            if step % 5 == 4 { try index.checkpoint() }
            if step % 11 == 10 { try index.compact() }
            if step % 7 == 6 { try index.maintain() }
        }
    }

    private func vector(_ id: UInt64, _ group: UInt64) -> [Float] {
        var random = SeededRandom(seed: id << 20 | group)
        return random.vector(Self.dimension)
    }

    private func contents(of index: VectorIndex) throws -> [UInt64: UInt64] {
        let all = try index.nearest(to: vector(0, 0), limit: 100, recall: 1)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.group ?? .max) })
    }

    private func expectVectors(of index: VectorIndex, _ seed: String) throws {
        for (id, group) in try contents(of: index) {
            let best = try index.nearest(to: vector(id, group), limit: 1, recall: 1).first
            #expect(best?.id == id && (best?.similarity ?? 0) > 0.9999, "\(seed)")
        }
        #expect(index.brokenInvariants() == [], "\(seed)")
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `no acknowledged change is lost, wherever the process dies or power fails`(
        seed: UInt64
    ) throws {
        let whole = SimulatedFileSystem()
        try work(on: open(whole), seed: seed, acknowledged: { _ in }, attempted: { _ in })
        for stop in 1...whole.calls + 1 {
            let files = SimulatedFileSystem(stopsAt: stop)
            var acknowledged: [UInt64: UInt64] = [:]
            var attempted: [UInt64: UInt64] = [:]
            do {
                let index = try open(files)
                try work(
                    on: index,
                    seed: seed,
                    acknowledged: { acknowledged = $0 },
                    attempted: { attempted = $0 }
                )
            } catch VectorIndexError.system {
                // This is the death asked for.
            }
            for loss in 0..<4 as Range<UInt64> {
                let note = "seed \(seed) stop \(stop) loss \(loss)"
                let left =
                    loss == 0
                    ? SimulatedFileSystem(files: files.files)
                    : files.afterPowerLoss(seed: seed << 32 | UInt64(stop) << 8 | loss)
                let again = try open(left)
                let found = try contents(of: again)
                #expect(found == acknowledged || found == attempted, "\(note)")
                #expect(try VectorIndex.problems(in: left) == [], "\(note)")
                if stop % 9 == 0 {
                    try expectVectors(of: again, note)
                    try again.upsert(id: 39, group: 5, vector: vector(39, 5))
                    try again.compact()
                    #expect(try contents(of: open(left))[39] == 5, "\(note)")
                }
            }
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `a rebuildable index comes back as of a checkpoint and names its position`(
        seed: UInt64
    ) throws {
        let files = SimulatedFileSystem()
        let index = try open(files, .rebuildable)
        try index.apply([.upsert(id: 1, group: 1, vector: vector(1, 1))], position: 10)
        try index.checkpoint()
        try index.apply([.upsert(id: 2, group: 1, vector: vector(2, 1))], position: 11)
        #expect(index.position == 11)
        let again = try open(files.afterPowerLoss(seed: seed), .rebuildable)
        #expect(again.position == 10)
        #expect(try contents(of: again) == [1: 1])
    }

    @Test func `every flipped bit of a segment or manifest is found`() throws {
        let files = SimulatedFileSystem()
        let index = try open(files)
        try work(on: index, seed: 9, acknowledged: { _ in }, attempted: { _ in })
        try index.compact()
        let healthy = files.files
        #expect(try VectorIndex.problems(in: files) == [])
        var random = SeededRandom(seed: 31)
        for (name, bytes) in healthy where !name.hasPrefix("log") {
            for position in stride(from: 0, to: bytes.count, by: bytes.count > 5_000 ? 97 : 1) {
                var damaged = healthy
                damaged[name]?[position] ^= UInt8(1) << UInt8(random.next() % 8)
                let problems = try VectorIndex.problems(in: SimulatedFileSystem(files: damaged))
                #expect(!problems.isEmpty, "\(name) byte \(position)")
            }
        }
    }

    @Test func `every truncation is found`() throws {
        let files = SimulatedFileSystem()
        let index = try open(files)
        try work(on: index, seed: 10, acknowledged: { _ in }, attempted: { _ in })
        try index.compact()
        let healthy = files.files
        for (name, bytes) in healthy where !name.hasPrefix("log") {
            for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 61)) {
                var damaged = healthy
                damaged[name] = Array(bytes.prefix(length))
                let problems = try VectorIndex.problems(in: SimulatedFileSystem(files: damaged))
                #expect(!problems.isEmpty, "\(name) of \(length) bytes")
            }
        }
        for name in healthy.keys {
            var damaged = healthy
            damaged[name] = nil
            let problems = try VectorIndex.problems(in: SimulatedFileSystem(files: damaged))
            #expect(!problems.isEmpty, "\(name) missing")
        }
    }

    @Test func `a damaged acknowledged change is found while the index is open`() throws {
        let files = SimulatedFileSystem()
        let index = try open(files)
        try index.apply((0..<20).map { .upsert(id: $0, group: 0, vector: vector($0, 0)) })
        #expect(try index.verify() == [])
        let log = try #require(files.files.first { $0.key.hasPrefix("log") })
        let damage = try files.append(to: log.key, length: log.value.count - 40)
        try damage.sync()
        #expect(try index.verify() != [])
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `hostile files give errors, never a crash`(seed: UInt64) throws {
        let files = SimulatedFileSystem()
        let index = try open(files)
        try work(on: index, seed: seed, acknowledged: { _ in }, attempted: { _ in })
        let healthy = files.files
        var random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            var damaged = healthy
            for name in damaged.keys.sorted() {
                guard var bytes = damaged[name], !bytes.isEmpty else { continue }
                for _ in 0..<random.next() % 4 {
                    let position = Int(random.next() % UInt64(min(bytes.count, 300)))
                    bytes[position] = UInt8(truncatingIfNeeded: random.next())
                }
                if random.next() % 6 == 0 {
                    bytes = Array(bytes.prefix(Int(random.next() % UInt64(bytes.count))))
                }
                // A good checksum lets the reader go on to what it guards.
                if random.next() % 2 == 0 {
                    bytes = resealed(bytes, upTo: name == "manifest" ? bytes.count : 4_096)
                }
                damaged[name] = bytes
            }
            let left = SimulatedFileSystem(files: damaged)
            _ = try VectorIndex.problems(in: left)
            do {
                let opened = try open(left)
                _ = try contents(of: opened)
            } catch is VectorIndexError {
                // Refused, as it should be.
            }
        }
    }

    @Test func `an index of another dimension or metric is refused`() throws {
        let files = SimulatedFileSystem()
        _ = try open(files)
        #expect(
            throws: VectorIndexError.differentIndex(
                what: "dimension",
                expected: "32",
                found: "16"
            )
        ) {
            _ = try VectorIndex(files: files, dimension: 32, metric: .cosine, durability: .durable)
        }
        #expect(
            throws: VectorIndexError.differentIndex(
                what: "metric",
                expected: "innerProduct",
                found: "cosine"
            )
        ) {
            _ = try VectorIndex(
                files: files,
                dimension: 16,
                metric: .innerProduct,
                durability: .durable
            )
        }
    }

    @Test func `after a failed write nothing more is promised`() throws {
        let files = SimulatedFileSystem(stopsAt: 30)
        let index = try open(files)
        #expect(throws: VectorIndexError.self) {
            for id in 0..<100 as Range<UInt64> {
                try index.upsert(id: id, vector: vector(id, 0))
            }
        }
        do {
            try index.upsert(id: 1, vector: vector(1, 0))
            Issue.record("a change was accepted")
        } catch .writingStopped {
            // As promised.
        }
        #expect(try !contents(of: index).isEmpty)
    }
}
