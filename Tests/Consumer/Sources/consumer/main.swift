import VectorIndex

/// Stores vectors, finds them, and finds them again after opening the folder anew.
func run(in folder: String) throws {
    let rows = (0..<200).map { row in
        (0..<32).map { Float(number(UInt64(row * 32 + $0))) }
    }
    do {
        let index = try VectorIndex(folder: folder, dimension: 32)
        try index.apply(rows.indices.map { .upsert(id: UInt64($0), group: nil, vector: rows[$0]) })
        try index.remove(id: 7)
        try expect(index.nearest(to: rows[42], limit: 3, recall: 1).first?.id == 42, "found")
    }
    let again = try VectorIndex(folder: folder, dimension: 32)
    try expect(again.count == 199, "everything is still there")
    try expect(again.nearest(to: rows[42], limit: 1).first?.id == 42, "found again")
    try expect(again.nearest(to: rows[7], limit: 1).first?.id != 7, "what was removed is gone")
    try expect(again.verify().isEmpty, "every checksum is right")
    print("consumer: \(again.count) vectors stored, reopened, found and verified")
}

struct Failure: Error { var what: String }

func expect(_ condition: Bool, _ what: String) throws {
    guard condition else { throw Failure(what: what) }
}

/// A repeatable number between -1 and 1.
func number(_ seed: UInt64) -> Double {
    var mixed = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed ^= mixed >> 27
    return Double(mixed >> 11) / Double(1 << 52) - 1
}

try run(in: CommandLine.arguments[1])
