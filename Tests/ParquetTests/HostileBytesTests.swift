import Foundation
import Parquet
import TestSupport
import Testing

/// Damaged files: whatever the bytes, there are values or a `ParquetError`, and never a trap.
@Suite struct `Hostile bytes` {
    /// Changes of each file.
    private static let changes = 1_500
    /// Rows read of each row group: a lie may promise billions.
    private static let rowsMax = 64

    /// Numbers that are the same in every run (SplitMix64).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    /// Reads everything of a file.
    ///
    /// - Returns: whether all of it could be read.
    private func readAll(_ bytes: [UInt8], at path: String) throws -> Bool {
        try Data(bytes).write(to: URL(filePath: path))
        do {
            let golden = try GoldenFile(path: path)
            for (place, column) in golden.file.columns.enumerated() where column.kind != .unread {
                _ = try golden.values(place: place, rowsMax: Self.rowsMax)
            }
            return true
        } catch is ParquetError {
            return false
        }
    }

    @Test(arguments: GoldenFile.all)
    func `give errors, never a trap`(_ name: String) throws {
        let whole = try GoldenFile.bytes(name)
        try Material.withTemporaryFolder { folder in
            var random = Seeded(state: UInt64(whole.count))
            var refused = 0
            for _ in 0..<Self.changes {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    // Small numbers, great ones and single bits find different faults.
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1:
                        bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                    default: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                    }
                }
                if try !readAll(bytes, at: folder + "/changed") { refused += 1 }
            }
            #expect(refused > Self.changes / 20)
        }
    }

    @Test(arguments: ["snappy", "manifest-v2", "small-pages"])
    func `that break off anywhere are refused`(_ name: String) throws {
        let whole = try GoldenFile.bytes(name)
        try Material.withTemporaryFolder { folder in
            for length in stride(from: 0, to: whole.count, by: 3) {
                let wasRead = try readAll(Array(whole[..<length]), at: folder + "/cut")
                #expect(!wasRead, "cut to \(length) bytes")
            }
        }
    }

    @Test(arguments: ["snappy", "manifest", "pages-v2", "zstd"])
    func `with a piece cut out or put in twice give errors`(_ name: String) throws {
        let whole = try GoldenFile.bytes(name)
        try Material.withTemporaryFolder { folder in
            var random = Seeded(state: 7)
            var refused = 0
            for _ in 0..<500 {
                let start = Int.random(in: 4..<(whole.count - 40), using: &random)
                let piece = start..<(start + Int.random(in: 1...32, using: &random))
                var bytes = whole
                if Bool.random(using: &random) {
                    bytes.removeSubrange(piece)
                } else {
                    bytes.insert(contentsOf: whole[piece], at: start)
                }
                if try !readAll(bytes, at: folder + "/moved") { refused += 1 }
            }
            #expect(refused > 400)
        }
    }
}
