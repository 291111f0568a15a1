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
        let parts = self.parts(graph)
        var header = ByteWriter()
        header.put(magic)
        header.put(version)
        header.put(UInt32(SegmentGraph.linksMax))
        header.put(UInt64(graph.rows))
        for part in parts { header.put(Encoding.checksum(part)) }
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
                try files.writeWhole(name(number), [bytes] + parts)
            }
        }
        try result.get()
    }

    private static func parts(_ graph: SegmentGraph) -> [UnsafeRawBufferPointer] {
        let lengths = lengths(rows: graph.rows, nibbleDimension: graph.nibbles.dimension)
        let starts: [UnsafeRawPointer] = [
            UnsafeRawPointer(graph.nibbles.codes), UnsafeRawPointer(graph.links),
            UnsafeRawPointer(graph.nibbles.steps),
        ]
        return zip(starts, lengths).map { UnsafeRawBufferPointer(start: $0, count: $1) }
    }

    /// Bytes of the nibbles, which so begin on a page, the links, and the steps of the nibbles.
    private static func lengths(rows: Int, nibbleDimension: Int) -> [Int] {
        [rows * nibbleDimension / 2, rows * SegmentGraph.stride * 4, rows * 4]
    }

    /// Maps the graph of a segment, or `nil` when there is none that is whole.
    static func open(
        _ number: UInt64,
        rows: Int,
        codeDimension: Int,
        from files: any IndexFileSystem
    ) -> SegmentGraph? {
        // Nibbles are read as they are needed: a wrong one costs recall, and `verify` finds it.
        try? opened(number, rows, codeDimension: codeDimension, checkingNibbles: false, from: files)
    }

    /// What is wrong with the graph of a segment, if there is one.
    static func problem(
        _ number: UInt64,
        rows: Int,
        codeDimension: Int,
        in files: any IndexFileSystem
    ) -> VectorIndexError? {
        do throws(VectorIndexError) {
            _ = try opened(
                number,
                rows,
                codeDimension: codeDimension,
                checkingNibbles: true,
                from: files
            )
            return nil
        } catch {
            return error
        }
    }

    private static func opened(
        _ number: UInt64,
        _ rows: Int,
        codeDimension: Int,
        checkingNibbles: Bool,
        from files: any IndexFileSystem
    ) throws(VectorIndexError) -> SegmentGraph? {
        let file = name(number)
        guard let mapping = try files.map(file) else { return nil }
        let nibbleDimension = GraphNibbles.dimension(codeDimension: codeDimension)
        let lengths = lengths(rows: rows, nibbleDimension: nibbleDimension)
        guard mapping.bytes.count == headerBytes + lengths.reduce(0, +),
            let base = mapping.bytes.baseAddress
        else { throw .damaged(file: file, part: "length") }
        let page = UnsafeRawBufferPointer(rebasing: mapping.bytes[..<headerBytes])
        var reader = ByteReader(try ByteReader.checked(page, file: file), file: file)
        guard try reader.number(UInt64.self, "magic") == magic,
            try reader.number(UInt32.self, "version") == version,
            try reader.number(UInt32.self, "links") == UInt32(SegmentGraph.linksMax),
            try reader.number(UInt64.self, "rows") == UInt64(rows)
        else { throw reader.damaged("header") }
        var start = headerBytes
        for (index, length) in lengths.enumerated() {
            let part = UnsafeRawBufferPointer(rebasing: mapping.bytes[start..<start + length])
            let stored = try reader.number(UInt32.self, "checksum")
            if index > 0 || checkingNibbles, stored != Encoding.checksum(part) {
                throw reader.damaged("checksum of a part")
            }
            start += length
        }
        var trials: [GraphTrial] = []
        for _ in 0..<(try reader.count("trials", bytesEach: 16)) {
            let width = Int(try reader.number(UInt32.self, "trial"))
            guard 1...SearchScratch.rowsMax ~= width else { throw reader.damaged("trial") }
            trials.append(
                GraphTrial(
                    width: width,
                    recall: Double(try reader.float("trial")),
                    seconds: Double(try reader.float("trial")),
                    scanSeconds: Double(try reader.float("trial"))
                )
            )
        }
        let parts = UnsafeMutableRawPointer(mutating: base) + headerBytes
        let links = (parts + lengths[0]).assumingMemoryBound(to: UInt32.self)
        guard linksAreInRange(links, rows: rows) else { throw reader.damaged("links") }
        let nibbles = GraphNibbles(
            dimension: nibbleDimension,
            codes: parts.assumingMemoryBound(to: UInt8.self),
            steps: (parts + lengths[0] + lengths[1]).assumingMemoryBound(to: Float.self),
            owners: [mapping]
        )
        return SegmentGraph(
            rows: rows,
            links: links,
            nibbles: nibbles,
            owner: mapping,
            trials: trials
        )
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
