/// The file form of a segment's graph; `docs/formats/graph.md` describes it.
///
/// A graph can always be built again from its segment, so a file that is not whole counts as missing.
enum GraphFile {
    static let magic: UInt64 = 0x4850_4758_4449_4D53  // "SMIDXGPH" read as little-endian bytes
    static let version: UInt32 = 1
    static let headerBytes = 4_096

    static func name(_ number: UInt64) -> String { "graph-\(number)" }

    /// Writes the graph of the segment with a number; the folder is not synced.
    static func write(
        _ graph: SegmentGraph,
        number: UInt64,
        to files: any IndexFileSystem
    ) throws(VectorIndexError) {
        let count = graph.rows * SegmentGraph.stride * 4
        let links = UnsafeRawBufferPointer(start: graph.links, count: count)
        var header = ByteWriter()
        header.put(magic)
        header.put(version)
        header.put(UInt32(SegmentGraph.linksMax))
        header.put(UInt64(graph.rows))
        header.put(Encoding.checksum(links))
        header.put(UInt32(graph.trials.count))
        for trial in graph.trials {
            header.put(UInt32(trial.width))
            header.put(Float(trial.recall))
            header.put(Float(trial.seconds))
            header.put(Float(trial.scanSeconds))
        }
        header.pad(to: headerBytes - 4)
        header.putChecksum()
        let result = header.bytes.withUnsafeBytes { bytes in
            Result { () throws(VectorIndexError) in
                try files.writeWhole(name(number), [bytes, links])
            }
        }
        try result.get()
    }

    /// Maps the graph of a segment, or `nil` when there is none that is whole.
    static func open(
        _ number: UInt64,
        rows: Int,
        from files: any IndexFileSystem
    ) -> SegmentGraph? {
        try? opened(number, rows: rows, from: files)
    }

    /// What is wrong with the graph of a segment, if there is one.
    static func problem(
        _ number: UInt64,
        rows: Int,
        in files: any IndexFileSystem
    ) -> VectorIndexError? {
        do throws(VectorIndexError) {
            _ = try opened(number, rows: rows, from: files)
            return nil
        } catch {
            return error
        }
    }

    private static func opened(
        _ number: UInt64,
        rows: Int,
        from files: any IndexFileSystem
    ) throws(VectorIndexError) -> SegmentGraph? {
        let file = name(number)
        guard let mapping = try files.map(file) else { return nil }
        let length = rows * SegmentGraph.stride * 4
        guard mapping.bytes.count == headerBytes + length, let base = mapping.bytes.baseAddress
        else { throw .damaged(file: file, part: "length") }
        let page = UnsafeRawBufferPointer(rebasing: mapping.bytes[..<headerBytes])
        var reader = ByteReader(try ByteReader.checked(page, file: file), file: file)
        guard try reader.number(UInt64.self, "magic") == magic,
            try reader.number(UInt32.self, "version") == version,
            try reader.number(UInt32.self, "links") == UInt32(SegmentGraph.linksMax),
            try reader.number(UInt64.self, "rows") == UInt64(rows)
        else { throw reader.damaged("header") }
        let links = UnsafeRawBufferPointer(rebasing: mapping.bytes[headerBytes...])
        guard try reader.number(UInt32.self, "checksum") == Encoding.checksum(links) else {
            throw reader.damaged("links")
        }
        var trials: [GraphTrial] = []
        for _ in 0..<(try reader.count("trials", bytesEach: 16)) {
            trials.append(
                GraphTrial(
                    width: Int(try reader.number(UInt32.self, "trial")),
                    recall: Double(try reader.float("trial")),
                    seconds: Double(try reader.float("trial")),
                    scanSeconds: Double(try reader.float("trial"))
                )
            )
        }
        let start = UnsafeMutableRawPointer(mutating: base + headerBytes)
            .assumingMemoryBound(to: UInt32.self)
        guard linksAreInRange(start, rows: rows) else { throw reader.damaged("links") }
        return SegmentGraph(rows: rows, links: start, owner: mapping, trials: trials)
    }

    /// A checksum can be forged; a link out of range would read foreign memory.
    private static func linksAreInRange(
        _ links: UnsafePointer<UInt32>,
        rows: Int
    ) -> Bool {
        for row in 0..<rows {
            let list = links + row * SegmentGraph.stride
            guard list[0] <= UInt32(SegmentGraph.linksMax) else { return false }
            for i in 0..<Int(list[0]) where Int(list[1 + i]) >= rows { return false }
        }
        return true
    }
}
