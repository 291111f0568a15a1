/// Which files make up an index, and what of them is live; `docs/formats/manifest.md` describes it.
struct IndexManifest {
    static let magic: UInt64 = 0x464E_4D58_4449_4D53  // "SMIDXMNF" read as little-endian bytes
    static let version: UInt32 = 1
    static let name = "manifest"
    /// Generations and numbers of files count up by one; a greater one was not counted.
    static let numberMax: UInt64 = 1 << 62

    struct Entry {
        var number: UInt64
        var count: Int
        /// Live rows as bitmap words, or empty when all are live.
        var live: [UInt64]
        var lostMax: Float
        var lengthMax: Float
    }

    var dimension: Int
    var metric: VectorMetric
    /// Rises with every manifest written.
    var generation: UInt64
    /// The number the next segment or log gets.
    var nextNumber: UInt64
    /// The first log whose changes may not be in the segments; 0 without logs.
    var firstLog: UInt64
    /// What the owner said it had fed in when everything before was made durable.
    var position: Int64
    var deviations: (signs: Float, levels: Float)
    var samples: [[[Float]]]
    var entries: [Entry]

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.put(Self.magic)
        writer.put(Self.version)
        writer.put(UInt32(dimension))
        writer.put(UInt32(metric == .cosine ? 0 : 1))
        writer.put(generation)
        writer.put(nextNumber)
        writer.put(firstLog)
        writer.put(position)
        writer.put(deviations.signs)
        writer.put(deviations.levels)
        writer.put(UInt32(samples.count))
        for queries in samples {
            writer.put(UInt32(queries.count))
            for similarities in queries {
                writer.put(UInt32(similarities.count))
                writer.put(similarities)
            }
        }
        writer.put(UInt32(entries.count))
        for entry in entries {
            writer.put(entry.number)
            writer.put(UInt32(entry.count))
            writer.put(entry.lostMax)
            writer.put(entry.lengthMax)
            writer.put(UInt32(entry.live.count))
            for word in entry.live { writer.put(word) }
        }
        writer.putChecksum()
        return writer.bytes
    }

    static func decoded(
        _ bytes: UnsafeRawBufferPointer
    ) throws(VectorIndexError) -> IndexManifest {
        var reader = ByteReader(try ByteReader.checked(bytes, file: name), file: name)
        guard try reader.number(UInt64.self, "magic") == magic else {
            throw reader.damaged("not a manifest")
        }
        let found = try reader.number(UInt32.self, "version")
        guard found == version else {
            throw .unknownVersion(file: name, expected: version, found: found)
        }
        let dimension = Int(try reader.number(UInt32.self, "dimension"))
        let metric = try reader.number(UInt32.self, "metric")
        guard VectorIndex.dimensions.contains(dimension), metric < 2 else {
            throw reader.damaged("dimension or metric")
        }
        let manifest = IndexManifest(
            dimension: dimension,
            metric: metric == 0 ? .cosine : .innerProduct,
            generation: try reader.number(UInt64.self, "generation"),
            nextNumber: try reader.number(UInt64.self, "next number"),
            firstLog: try reader.number(UInt64.self, "first log"),
            position: try reader.number(Int64.self, "position"),
            deviations: (try reader.float("deviation"), try reader.float("deviation")),
            samples: try samples(&reader),
            entries: try entries(&reader)
        )
        guard reader.remaining == 0 else { throw reader.damaged("bytes at the end") }
        let numbers = [manifest.generation, manifest.nextNumber, manifest.firstLog]
        guard (numbers + manifest.entries.map(\.number)).allSatisfy({ $0 < numberMax }) else {
            throw reader.damaged("a number is too great")
        }
        guard manifest.deviations.signs > 0, manifest.deviations.levels > 0 else {
            throw reader.damaged("deviations")
        }
        return manifest
    }

    private static func samples(
        _ reader: inout ByteReader
    ) throws(VectorIndexError) -> [[[Float]]] {
        var kinds: [[[Float]]] = []
        for _ in 0..<(try reader.count("kinds", bytesEach: 4)) {
            var queries: [[Float]] = []
            for _ in 0..<(try reader.count("queries", bytesEach: 4)) {
                let count = try reader.count("samples", bytesEach: 4)
                queries.append(try reader.floats(count, "samples"))
            }
            kinds.append(queries)
        }
        return kinds
    }

    private static func entries(
        _ reader: inout ByteReader
    ) throws(VectorIndexError) -> [Entry] {
        var entries: [Entry] = []
        for _ in 0..<(try reader.count("segments", bytesEach: 24)) {
            let number = try reader.number(UInt64.self, "segment")
            let count = Int(try reader.number(UInt32.self, "rows"))
            let lost = try reader.float("segment")
            let length = try reader.float("segment")
            var live: [UInt64] = []
            for _ in 0..<(try reader.count("live rows", bytesEach: 8)) {
                live.append(try reader.number(UInt64.self, "live rows"))
            }
            guard live.isEmpty || live.count == (count + 63) / 64, lost >= 0, length >= 0 else {
                throw reader.damaged("live rows")
            }
            entries.append(
                Entry(number: number, count: count, live: live, lostMax: lost, lengthMax: length)
            )
        }
        return entries
    }
}
