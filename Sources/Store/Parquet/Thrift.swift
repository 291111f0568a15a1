/// A value of Thrift's compact protocol, in which Parquet's footer and page heads are written.
///
/// Source: the Apache Thrift specification, "Thrift compact protocol encoding".
indirect enum ThriftValue {
    case flag(Bool)
    case number(Int)
    case bytes([UInt8])
    case list([ThriftValue])
    case record(ThriftRecord)
    /// Something nothing here needs: a floating-point number, a map.
    case other
}

/// The fields of a Thrift structure, by their ids.
struct ThriftRecord {
    private var fields: [(id: Int, value: ThriftValue)] = []

    mutating func set(_ id: Int, _ value: ThriftValue) { fields.append((id, value)) }

    private subscript(id: Int) -> ThriftValue? { fields.first { $0.id == id }?.value }

    func has(_ id: Int) -> Bool { self[id] != nil }

    func flag(_ id: Int) -> Bool? {
        if case .flag(let value) = self[id] { value } else { nil }
    }

    func number(_ id: Int) -> Int? {
        if case .number(let value) = self[id] { value } else { nil }
    }

    func text(_ id: Int) -> String? {
        if case .bytes(let value) = self[id] { String(decoding: value, as: UTF8.self) } else { nil }
    }

    func record(_ id: Int) -> ThriftRecord? {
        if case .record(let value) = self[id] { value } else { nil }
    }

    /// The structures of a list; `nil` when there is none or something else is among them.
    func records(_ id: Int) -> [ThriftRecord]? {
        guard case .list(let values) = self[id] else { return nil }
        var records: [ThriftRecord] = []
        for value in values {
            guard case .record(let record) = value else { return nil }
            records.append(record)
        }
        return records
    }
}

/// Reads Thrift's compact protocol; any bytes give a structure or an error.
struct ThriftReader {
    /// Deepest nesting.
    static let depthMax = 24
    /// Most values in one structure, nested ones included: bounds memory, which is some tens of bytes
    /// a value however few the file spends on it.
    static let valuesMax = 2_000_000

    private(set) var cursor: ByteCursor
    private var valuesLeft = valuesMax

    init(_ cursor: ByteCursor) { self.cursor = cursor }

    /// The structure that begins here.
    mutating func record(depth: Int = 0) throws(Damage) -> ThriftRecord {
        guard depth < Self.depthMax else {
            throw .tooLarge(what: "its nesting", found: depth, limit: Self.depthMax)
        }
        var record = ThriftRecord()
        var id = 0
        while true {
            let head = try cursor.byte()
            let kind = head & 0x0F
            if kind == 0 { return record }
            let step = Int(head >> 4)
            id = try step == 0 ? number() : id + step
            guard (0...0x7FFF).contains(id) else { throw .wrong("a field has no possible id") }
            record.set(id, try value(kind, depth: depth + 1, isElement: false))
        }
    }

    private mutating func value(
        _ kind: UInt8,
        depth: Int,
        isElement: Bool
    ) throws(Damage) -> ThriftValue {
        valuesLeft -= 1
        guard valuesLeft >= 0 else {
            throw .tooLarge(
                what: "the number of values in its head",
                found: Self.valuesMax + 1,
                limit: Self.valuesMax
            )
        }
        switch kind {
        // A field's truth is its kind; an element's is a byte.
        case 1, 2: return .flag(try isElement ? cursor.byte() == 1 : kind == 1)
        case 3: return .number(Int(Int8(bitPattern: try cursor.byte())))
        case 4, 5, 6: return .number(try number())
        case 7:
            _ = try cursor.take(8)
            return .other
        case 8: return .bytes(Array(cursor.bytes[try cursor.take(try size())]))
        case 9, 10: return .list(try elements(depth: depth))
        case 11:
            try passMap(depth: depth)
            return .other
        case 12: return .record(try record(depth: depth))
        default: throw .wrong("a field is of no kind there is")
        }
    }

    private mutating func elements(depth: Int) throws(Damage) -> [ThriftValue] {
        guard depth < Self.depthMax else {
            throw .tooLarge(what: "its nesting", found: depth, limit: Self.depthMax)
        }
        let head = try cursor.byte()
        let count = try head >> 4 == 15 ? size() : Int(head >> 4)
        // Every element takes a byte at least.
        guard count <= cursor.left else { throw .endsEarly }
        var values: [ThriftValue] = []
        for _ in 0..<count {
            values.append(try value(head & 0x0F, depth: depth + 1, isElement: true))
        }
        return values
    }

    private mutating func passMap(depth: Int) throws(Damage) {
        let count = try size()
        if count == 0 { return }
        guard depth < Self.depthMax, count <= cursor.left else { throw .endsEarly }
        let kinds = try cursor.byte()
        for _ in 0..<count {
            _ = try value(kinds >> 4, depth: depth + 1, isElement: true)
            _ = try value(kinds & 0x0F, depth: depth + 1, isElement: true)
        }
    }

    private mutating func size() throws(Damage) -> Int {
        guard let size = Int(exactly: try cursor.variable()) else { throw .endsEarly }
        return size
    }

    /// A number whose sign is its last bit (zigzag).
    private mutating func number() throws(Damage) -> Int {
        let bits = try cursor.variable()
        return Int(bitPattern: UInt(bits >> 1)) ^ -Int(bits & 1)
    }
}
