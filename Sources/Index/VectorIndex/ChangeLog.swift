/// The write-ahead log of a durable index; `docs/formats/log.md` describes it.
///
/// A batch of changes is one record with a checksum, so that after a crash it counts whole or not at
/// all. Records that are synced together name the place where the first of them begins: what lies
/// before a later one's was on disk when that was written, so that a bad record there is damage and
/// not a write that was cut short.
struct ChangeLog: Sendable {
    static let magic: UInt64 = 0x474F_4C58_4449_4D53  // "SMIDXLOG" read as little-endian bytes
    static let version: UInt32 = 2
    static let headerBytes = 32
    /// Bytes of a batch, at most: its length is written with 32 bits, and it is copied in memory.
    static let batchBytesMax = 1 << 30
    /// Begins every record, so that whole ones can be found behind a bad one.
    private static let marker: UInt32 = 0x4352_4D53  // "SMRC" read as little-endian bytes
    /// Marker, checksum, length, place of the group.
    private static let recordHeaderBytes = 20

    let number: UInt64
    /// Bytes that are known to be on disk.
    private(set) var length: Int
    private let file: any WritableFile

    static func name(_ number: UInt64) -> String { "log-\(number)" }

    /// Begins an empty log that survives a loss of power.
    init(
        creating number: UInt64,
        dimension: Int,
        in files: any IndexFileSystem
    ) throws(VectorIndexError) {
        var header = ByteWriter()
        header.put(Self.magic)
        header.put(Self.version)
        header.put(UInt32(dimension))
        header.put(number)
        header.pad(to: Self.headerBytes - 4)
        header.putChecksum()
        self.number = number
        file = try files.create(Self.name(number))
        length = 0
        try add(header.bytes)
        try files.syncFolder()
    }

    /// Goes on with a log whose first `length` bytes are whole; the rest is cut off.
    init(
        continuing number: UInt64,
        length: Int,
        in files: any IndexFileSystem
    ) throws(VectorIndexError) {
        self.number = number
        self.length = length
        file = try files.append(to: Self.name(number), length: length)
        try file.sync()
    }

    /// Writes batches, a record each, and returns when they would survive a loss of power.
    mutating func append(_ batches: [[VectorChange]]) throws(VectorIndexError) {
        var records = ByteWriter()
        for batch in batches { write(batch, group: length, to: &records) }
        try add(records.bytes)
    }

    private func write(_ changes: [VectorChange], group: Int, to records: inout ByteWriter) {
        let start = records.bytes.count
        records.put(Self.marker)
        // Checksum and length are known when the rest is written.
        records.put(UInt64(0))
        records.put(UInt64(group))
        records.put(UInt32(changes.count))
        for change in changes {
            switch change {
            case .upsert(let id, let group, let vector):
                records.put(UInt8(1))
                records.put(id)
                records.put(group ?? noGroup)
                records.put(vector)
            case .remove(let id):
                records.put(UInt8(0))
                records.put(id)
            }
        }
        let count = records.bytes.count - start - Self.recordHeaderBytes
        records.replace(at: start + 8, UInt32(count))
        let seed = Self.seed(place: length + start, number)
        let sum = records.bytes.withUnsafeBytes {
            Encoding.checksum(UnsafeRawBufferPointer(rebasing: $0[(start + 8)...]), seed: seed)
        }
        records.replace(at: start + 4, sum)
    }

    /// The place seeds the checksum: a record that strayed to another place does not count.
    private static func seed(place: Int, _ number: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: place) ^ UInt32(truncatingIfNeeded: number << 16)
    }

    /// Refuses a batch that no record takes.
    static func check(_ changes: [VectorChange], dimension: Int) throws(VectorIndexError) {
        let bytes = changes.count * (17 + 4 * dimension)
        guard bytes <= batchBytesMax else {
            throw .batchTooLarge(
                changes: changes.count,
                limit: batchBytesMax / (17 + 4 * dimension)
            )
        }
    }

    private mutating func add(_ bytes: [UInt8]) throws(VectorIndexError) {
        let file = file
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(VectorIndexError) in try file.write(bytes) }
        }
        try result.get()
        try file.sync()
        length += bytes.count
    }
}

extension ChangeLog {
    /// What a log holds.
    struct Contents {
        var batches: [[VectorChange]] = []
        /// Bytes up to the end of the last whole record; 0 when not even the header is whole.
        var wholeBytes = 0
        /// Bytes after that.
        var tornBytes = 0
        /// Whether those were whole once: something was written behind them, which is done only when
        /// they are on disk.
        var isDamaged = false
    }

    /// Reads a log up to the first record that is not whole; `nil` when there is no such log.
    static func read(
        _ number: UInt64,
        dimension: Int,
        from files: any IndexFileSystem
    ) throws(VectorIndexError) -> Contents? {
        guard let mapping = try files.map(name(number)) else { return nil }
        if let found = wholeHeader(mapping.bytes, number: number)?.version, found != version {
            throw .unknownVersion(file: name(number), expected: version, found: found)
        }
        return contents(mapping.bytes, number: number, dimension: dimension)
    }

    static func contents(
        _ bytes: UnsafeRawBufferPointer,
        number: UInt64,
        dimension: Int
    ) -> Contents {
        var contents = Contents()
        if let header = wholeHeader(bytes, number: number),
            header == (version, UInt32(dimension), number)
        {
            contents.wholeBytes = headerBytes
            while let record = record(bytes, at: contents.wholeBytes, number, dimension) {
                contents.batches.append(record.batch)
                contents.wholeBytes = record.end
            }
        }
        contents.tornBytes = bytes.count - contents.wholeBytes
        contents.isDamaged = hasLaterGroup(
            bytes,
            than: contents.wholeBytes,
            number: number,
            dimension: dimension
        )
        return contents
    }

    /// Whether a whole record lies behind a place whose group began behind it too.
    private static func hasLaterGroup(
        _ bytes: UnsafeRawBufferPointer,
        than place: Int,
        number: UInt64,
        dimension: Int
    ) -> Bool {
        // A file may be all markers; so many bytes more than it has are read, then it is damaged.
        var readable = 2 * bytes.count
        var next = place + 1
        while next + recordHeaderBytes <= bytes.count {
            defer { next += 1 }
            let found = bytes.loadUnaligned(fromByteOffset: next, as: UInt32.self).littleEndian
            guard found == marker else { continue }
            if let record = record(bytes, at: next, number, dimension), record.group > place {
                return true
            }
            let count = bytes.loadUnaligned(fromByteOffset: next + 8, as: UInt32.self).littleEndian
            readable -= min(Int(count), bytes.count - next)
            if readable < 0 { return true }
        }
        return false
    }

    private static func wholeHeader(
        _ bytes: UnsafeRawBufferPointer,
        number: UInt64
    ) -> (version: UInt32, dimension: UInt32, number: UInt64)? {
        guard bytes.count >= headerBytes else { return nil }
        let page = UnsafeRawBufferPointer(rebasing: bytes[..<headerBytes])
        guard let body = try? ByteReader.checked(page, file: name(number)),
            body.loadUnaligned(fromByteOffset: 0, as: UInt64.self).littleEndian == magic
        else { return nil }
        return (
            body.loadUnaligned(fromByteOffset: 8, as: UInt32.self).littleEndian,
            body.loadUnaligned(fromByteOffset: 12, as: UInt32.self).littleEndian,
            body.loadUnaligned(fromByteOffset: 16, as: UInt64.self).littleEndian
        )
    }

    private static func record(
        _ bytes: UnsafeRawBufferPointer,
        at position: Int,
        _ number: UInt64,
        _ dimension: Int
    ) -> (batch: [VectorChange], group: Int, end: Int)? {
        guard bytes.count - position >= recordHeaderBytes else { return nil }
        func number32(_ offset: Int) -> UInt32 {
            bytes.loadUnaligned(fromByteOffset: position + offset, as: UInt32.self).littleEndian
        }
        let body = position + recordHeaderBytes
        let count = Int(number32(8))
        guard number32(0) == marker, count <= bytes.count - body else { return nil }
        let summed = UnsafeRawBufferPointer(rebasing: bytes[position + 8..<body + count])
        guard Encoding.checksum(summed, seed: seed(place: position, number)) == number32(4),
            let batch = try? changes(
                UnsafeRawBufferPointer(rebasing: bytes[body..<body + count]),
                file: name(number),
                dimension: dimension
            )
        else { return nil }
        let group = bytes.loadUnaligned(fromByteOffset: position + 12, as: UInt64.self).littleEndian
        return (batch, Int(clamping: group), body + count)
    }

    private static func changes(
        _ body: UnsafeRawBufferPointer,
        file: String,
        dimension: Int
    ) throws(VectorIndexError) -> [VectorChange] {
        var reader = ByteReader(body, file: file)
        var changes: [VectorChange] = []
        for _ in 0..<(try reader.count("changes", bytesEach: 9)) {
            let kind = try reader.number(UInt8.self, "change")
            let id = try reader.number(UInt64.self, "change")
            switch kind {
            case 0: changes.append(.remove(id: id))
            case 1:
                let group = try reader.number(UInt64.self, "change")
                let vector = try reader.floats(dimension, "change")
                guard vector.allSatisfy(\.isFinite) else { throw reader.damaged("change") }
                changes.append(
                    .upsert(id: id, group: group == noGroup ? nil : group, vector: vector)
                )
            default: throw reader.damaged("kind of a change")
            }
        }
        guard reader.remaining == 0 else { throw reader.damaged("change") }
        return changes
    }
}
