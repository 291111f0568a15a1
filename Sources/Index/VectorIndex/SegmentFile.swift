/// The file form of a segment; `docs/formats/segment.md` describes it.
enum SegmentFile {
    static let magic: UInt64 = 0x4745_5358_4449_4D53  // "SMIDXSEG" read as little-endian bytes
    static let version: UInt32 = 2
    /// Header, centre and planes begin at multiples of this.
    static let alignment = 4_096

    static func name(_ number: UInt64) -> String { "segment-\(number)" }

    /// Writes the counted rows of a view that takes no more; the folder is not synced.
    static func write(
        _ view: SegmentView,
        number: UInt64,
        to files: any IndexFileSystem
    ) throws(VectorIndexError) {
        let segment =
            view.segment.order == nil ? view.segment.ordered(count: view.count) : view.segment
        let transform = segment.transform
        let rows = SegmentPlanes.rounded(view.count)
        var centre = ByteWriter()
        centre.put(transform.centre)
        let result = centre.bytes.withUnsafeBytes { centre in
            Result { () throws(VectorIndexError) in
                let planes = SegmentPlane.allCases.map { plane in
                    segment.planes.bytes(
                        of: plane,
                        count: plane.byteCount(transform: transform, capacity: rows)
                    )
                }
                let parts = [centre] + planes
                let header = header(transform, rows: view.count, parts)
                try writeParts(header, parts, name: name(number), to: files)
            }
        }
        try result.get()
    }

    private static func header(
        _ transform: CodeTransform,
        rows: Int,
        _ parts: [UnsafeRawBufferPointer]
    ) -> [UInt8] {
        var header = ByteWriter()
        header.put(magic)
        header.put(version)
        header.put(UInt32(transform.dimension))
        header.put(UInt64(rows))
        header.put(UInt32(CodeTransform.rounds))
        header.put(CodeTransform.signSeed)
        header.put(UInt32(transform.centre.isEmpty ? 0 : 1))
        header.put(UInt32(parts.count))
        for part in parts {
            let zeros = padding(of: part)
            header.put(UInt64(part.count + zeros.count))
            let sum = Encoding.checksum(part)
            header.put(zeros.withUnsafeBytes { Encoding.checksum($0, seed: sum) })
        }
        header.pad(to: alignment - 4)
        header.putChecksum()
        return header.bytes
    }

    /// The zeros that fill a part up to a whole page.
    private static func padding(of part: UnsafeRawBufferPointer) -> [UInt8] {
        let length = (part.count + alignment - 1) / alignment * alignment
        return Array(repeating: 0, count: length - part.count)
    }

    /// Writes a segment file from where its planes lie: they may be great, so nothing is copied.
    private static func writeParts(
        _ header: [UInt8],
        _ parts: [UnsafeRawBufferPointer],
        name: String,
        to files: any IndexFileSystem
    ) throws(VectorIndexError) {
        let temporary = name + ".tmp"
        let file = try files.create(temporary)
        try write(header, to: file)
        for part in parts {
            if !part.isEmpty { try file.write(part) }
            try write(padding(of: part), to: file)
        }
        try file.sync()
        try files.rename(temporary, to: name)
    }

    private static func write(
        _ bytes: [UInt8],
        to file: any WritableFile
    ) throws(VectorIndexError) {
        guard !bytes.isEmpty else { return }
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(VectorIndexError) in try file.write(bytes) }
        }
        try result.get()
    }
}

// MARK: - Reading

extension SegmentFile {
    /// What the header of a segment file says.
    struct Header {
        var dimension: Int
        var rows: Int
        var centred: Bool
        /// Length and checksum of the centre and of every plane.
        var parts: [(count: Int, checksum: UInt32)]
    }

    static func header(
        _ bytes: UnsafeRawBufferPointer,
        file: String
    ) throws(VectorIndexError) -> Header {
        guard bytes.count >= alignment else { throw .damaged(file: file, part: "header") }
        let page = UnsafeRawBufferPointer(rebasing: bytes[..<alignment])
        var reader = ByteReader(try ByteReader.checked(page, file: file), file: file)
        guard try reader.number(UInt64.self, "magic") == magic else {
            throw reader.damaged("not a segment")
        }
        let found = try reader.number(UInt32.self, "version")
        guard found == version else {
            throw .unknownVersion(file: file, expected: version, found: found)
        }
        let dimension = Int(try reader.number(UInt32.self, "dimension"))
        let rows = try reader.number(UInt64.self, "rows")
        let rounds = try reader.number(UInt32.self, "rounds")
        let seed = try reader.number(UInt64.self, "seed")
        let centred = try reader.number(UInt32.self, "centre") != 0
        let partCount = try reader.number(UInt32.self, "parts")
        guard VectorIndex.dimensions.contains(dimension), rows <= UInt64(UInt32.max),
            rounds == UInt32(CodeTransform.rounds), seed == CodeTransform.signSeed,
            Int(partCount) == SegmentPlane.allCases.count + 1
        else { throw reader.damaged("header") }
        var parts: [(count: Int, checksum: UInt32)] = []
        for _ in 0..<partCount {
            let count = try reader.number(UInt64.self, "part")
            guard count <= UInt64(bytes.count) else { throw reader.damaged("length of a part") }
            parts.append((Int(count), try reader.number(UInt32.self, "part")))
        }
        return Header(dimension: dimension, rows: Int(rows), centred: centred, parts: parts)
    }

    /// Maps a segment; lengths are checked, planes are not read.
    static func open(
        _ number: UInt64,
        dimension: Int,
        from files: any IndexFileSystem
    ) throws(VectorIndexError) -> (segment: Segment, rows: Int) {
        let file = name(number)
        guard let mapping = try files.map(file) else { throw .damaged(file: file, part: "missing") }
        let header = try header(mapping.bytes, file: file)
        guard header.dimension == dimension else {
            throw .damaged(file: file, part: "dimension \(header.dimension), not \(dimension)")
        }
        let transform = try transform(header, mapping.bytes, file: file)
        let capacity = SegmentPlanes.rounded(header.rows)
        let lengths = SegmentPlane.allCases.map { plane in
            (plane.byteCount(transform: transform, capacity: capacity) + alignment - 1)
                / alignment * alignment
        }
        let start = alignment + header.parts[0].count
        guard header.parts.dropFirst().map(\.count) == lengths,
            mapping.bytes.count == start + lengths.reduce(0, +),
            let base = mapping.bytes.baseAddress
        else { throw .damaged(file: file, part: "length") }
        let planes = SegmentPlanes(
            base: UnsafeMutableRawPointer(mutating: base + start),
            transform: transform,
            capacity: capacity,
            alignment: alignment
        )
        return (
            Segment(
                transform: transform,
                planes: planes,
                owner: mapping,
                file: number,
                orderedCount: header.rows
            ),
            header.rows
        )
    }

    private static func transform(
        _ header: Header,
        _ bytes: UnsafeRawBufferPointer,
        file: String
    ) throws(VectorIndexError) -> CodeTransform {
        let expected =
            header.centred ? (header.dimension * 4 + alignment - 1) / alignment * alignment : 0
        guard header.parts[0].count == expected, bytes.count >= alignment + expected else {
            throw .damaged(file: file, part: "centre")
        }
        guard header.centred else { return CodeTransform(dimension: header.dimension) }
        let part = UnsafeRawBufferPointer(rebasing: bytes[alignment..<alignment + expected])
        guard Encoding.checksum(part) == header.parts[0].checksum else {
            throw .damaged(file: file, part: "centre")
        }
        var reader = ByteReader(part, file: file)
        return CodeTransform(
            dimension: header.dimension,
            centre: try reader.floats(header.dimension, "centre")
        )
    }

    /// Reads every byte of a segment file and says what is wrong with it.
    static func problems(
        _ number: UInt64,
        dimension: Int,
        in files: any IndexFileSystem
    ) -> [VectorIndexError] {
        do throws(VectorIndexError) {
            _ = try open(number, dimension: dimension, from: files)
            guard let mapping = try files.map(name(number)) else { return [] }
            let header = try header(mapping.bytes, file: name(number))
            var position = alignment
            var found: [VectorIndexError] = []
            for (index, part) in header.parts.enumerated() {
                let bytes = mapping.bytes[position..<position + part.count]
                if Encoding.checksum(UnsafeRawBufferPointer(rebasing: bytes)) != part.checksum {
                    found.append(.damaged(file: name(number), part: "part \(index)"))
                }
                position += part.count
            }
            return found
        } catch {
            return [error]
        }
    }
}

extension SegmentPlanes {
    /// The first bytes of a plane.
    func bytes(of plane: SegmentPlane, count: Int) -> UnsafeRawBufferPointer {
        let start: UnsafeRawPointer? =
            switch plane {
            case .vectors: UnsafeRawPointer(vectors)
            case .codes: UnsafeRawPointer(codes)
            case .steps: UnsafeRawPointer(steps)
            case .bits: UnsafeRawPointer(bits)
            case .factors: UnsafeRawPointer(factors)
            case .levels: UnsafeRawPointer(levels)
            case .offsets: offsets.map { UnsafeRawPointer($0) }
            case .ids: UnsafeRawPointer(ids)
            case .groups: UnsafeRawPointer(groups)
            case .order: UnsafeRawPointer(order)
            }
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }
}
