/// The write-ahead log of a durable index; `docs/formats/log.md` describes it.
///
/// A batch of changes is one record with a checksum, so that after a crash it counts whole or not at
/// all.
struct ChangeLog: Sendable {
    static let magic: UInt64 = 0x474F_4C58_4449_4D53  // "SMIDXLOG" read as little-endian bytes
    static let version: UInt32 = 1
    static let headerBytes = 32

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
        for batch in batches {
            records.put(record(of: batch, at: length + records.bytes.count))
        }
        try add(records.bytes)
    }

    private func record(of changes: [VectorChange], at place: Int) -> [UInt8] {
        var body = ByteWriter()
        body.put(UInt32(changes.count))
        for change in changes {
            switch change {
            case .upsert(let id, let group, let vector):
                body.put(UInt8(1))
                body.put(id)
                body.put(group ?? noGroup)
                body.put(vector)
            case .remove(let id):
                body.put(UInt8(0))
                body.put(id)
            }
        }
        var record = ByteWriter()
        record.put(UInt32(body.bytes.count))
        // The place seeds the checksum: a record that strayed to another place does not count.
        let seed = UInt32(truncatingIfNeeded: place) ^ UInt32(truncatingIfNeeded: number << 16)
        record.put(body.bytes.withUnsafeBytes { Encoding.checksum($0, seed: seed) })
        record.put(body.bytes)
        return record.bytes
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
    }

    /// Reads a log up to the first record that is not whole; `nil` when there is no such log.
    static func read(
        _ number: UInt64,
        dimension: Int,
        from files: any IndexFileSystem
    ) throws(VectorIndexError) -> Contents? {
        guard let mapping = try files.map(name(number)) else { return nil }
        return contents(mapping.bytes, number: number, dimension: dimension)
    }

    static func contents(
        _ bytes: UnsafeRawBufferPointer,
        number: UInt64,
        dimension: Int
    ) -> Contents {
        var contents = Contents()
        contents.tornBytes = bytes.count
        guard headerIsWhole(bytes, number: number, dimension: dimension) else { return contents }
        contents.wholeBytes = headerBytes
        while let (batch, end) = record(bytes, at: contents.wholeBytes, number, dimension) {
            contents.batches.append(batch)
            contents.wholeBytes = end
        }
        contents.tornBytes = bytes.count - contents.wholeBytes
        return contents
    }

    private static func headerIsWhole(
        _ bytes: UnsafeRawBufferPointer,
        number: UInt64,
        dimension: Int
    ) -> Bool {
        guard bytes.count >= headerBytes else { return false }
        let page = UnsafeRawBufferPointer(rebasing: bytes[..<headerBytes])
        guard let body = try? ByteReader.checked(page, file: name(number)) else { return false }
        return body.loadUnaligned(fromByteOffset: 0, as: UInt64.self).littleEndian == magic
            && body.loadUnaligned(fromByteOffset: 8, as: UInt32.self).littleEndian == version
            && body.loadUnaligned(fromByteOffset: 12, as: UInt32.self).littleEndian
                == UInt32(dimension)
            && body.loadUnaligned(fromByteOffset: 16, as: UInt64.self).littleEndian == number
    }

    private static func record(
        _ bytes: UnsafeRawBufferPointer,
        at position: Int,
        _ number: UInt64,
        _ dimension: Int
    ) -> (batch: [VectorChange], end: Int)? {
        guard bytes.count - position >= 8 else { return nil }
        let count = Int(
            bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian
        )
        let stored = bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self).littleEndian
        guard count <= bytes.count - position - 8 else { return nil }
        let body = UnsafeRawBufferPointer(rebasing: bytes[position + 8..<position + 8 + count])
        let seed = UInt32(truncatingIfNeeded: position) ^ UInt32(truncatingIfNeeded: number << 16)
        guard Encoding.checksum(body, seed: seed) == stored,
            let batch = try? changes(body, file: name(number), dimension: dimension)
        else { return nil }
        return (batch, position + 8 + count)
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
