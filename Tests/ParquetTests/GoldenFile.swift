import Foundation
import Parquet
import TestSupport

/// A Parquet file that pyarrow wrote, with everything that can be read of it.
struct GoldenFile {
    /// Files of pictures and classes, each in another layout; see `make.py` beside them.
    static let classes = ["snappy", "pages-v2", "plain", "small-pages", "zstd"]
    /// All files.
    static let all =
        classes + ["manifest", "manifest-v2", "brotli", "delta", "no-pictures", "byte-column"]

    let file: ParquetFile

    init(_ name: String) throws { file = try ParquetFile(path: Self.path(name)) }

    init(path: String) throws { file = try ParquetFile(path: path) }

    static func path(_ name: String) -> String {
        Material.checkout + "/Tests/Fixtures/golden/parquet/\(name).parquet"
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path(name))))
    }

    /// All values of a column, by the names that lead to it.
    func values(_ column: String...) throws -> [ParquetValue?] {
        guard let place = file.columns.firstIndex(where: { $0.path == column }) else {
            throw NoColumn(name: column)
        }
        return try values(place: place)
    }

    func values(place: Int, rowsMax: Int = .max) throws -> [ParquetValue?] {
        let reader = try ParquetColumnReader(file, column: place)
        var values: [ParquetValue?] = []
        for (group, rows) in file.groupRows.enumerated() {
            for row in 0..<min(rows, rowsMax) {
                values.append(try reader.value(group: group, row: row))
            }
        }
        return values
    }

    func texts(_ column: String...) throws -> [String?] {
        let place = file.columns.firstIndex { $0.path == column }
        return try values(place: place ?? 0).map { value in
            guard case .bytes(let bytes) = value else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

struct NoColumn: Error {
    let name: [String]
}

/// Checks a PNG's chunks against their checksums.
func isSoundPNG(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0x89] + Array("PNG\r\n\u{1A}\n".utf8)) else { return false }
    var rest = bytes[8...]
    var last: [UInt8] = []
    while rest.count >= 12 {
        let size = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard rest.count >= 12 + size else { return false }
        let body = rest.dropFirst(4).prefix(4 + size)
        let sum = rest.dropFirst(8 + size).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard checksum(body) == sum else { return false }
        last = Array(body.prefix(4))
        rest = rest.dropFirst(12 + size)
    }
    return rest.isEmpty && last == Array("IEND".utf8)
}

/// CRC-32 as PNG has it.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
}
