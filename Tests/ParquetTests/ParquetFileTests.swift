import Foundation
import Parquet
import TestSupport
import Testing

@Suite struct `Files that pyarrow wrote` {
    @Test(arguments: GoldenFile.classes)
    func `give pictures, names and classes, whatever the layout`(_ name: String) throws {
        let golden = try GoldenFile(name)
        let count = golden.file.groupRows.reduce(0, +)
        #expect(count >= 4)
        let pictures = try golden.values("image", "bytes").map { value -> [UInt8] in
            guard case .bytes(let bytes) = value else { return [] }
            return Array(bytes)
        }
        #expect(pictures.count == count)
        #expect(pictures.allSatisfy(isSoundPNG))
        #expect(Set(pictures).count == count)
        #expect(
            try golden.texts("image", "path")
                == (0..<count).map { String(format: "%04d.png", $0) }
        )
        #expect(
            try golden.values("label") == (0..<count).map { .integer(Int64($0 % 3)) }
        )
        let same = try GoldenFile("plain").values("image", "bytes")
        #expect(try golden.values("image", "bytes").prefix(4) == same.prefix(4))
    }

    @Test func `are divided into row groups, which may be read in any order`() throws {
        let golden = try GoldenFile("snappy")
        #expect(golden.file.groupRows == [5, 5, 2])
        let place = try #require(golden.file.columns.firstIndex { $0.path == ["label"] })
        let reader = try ParquetColumnReader(golden.file, column: place)
        for number in [11, 0, 10, 4, 5, 9, 1] {
            let value = try reader.value(group: number / 5, row: number % 5)
            #expect(value == .integer(Int64(number % 3)))
        }
    }

    @Test func `carry the words of the datasets library`() throws {
        let words = try GoldenFile("plain").file.words
        #expect(words["huggingface"]?.contains(#""names": ["Ann_Lee""#) == true)
    }

    @Test(arguments: ["manifest", "manifest-v2"])
    func `may have gaps, and columns nobody reads between`(_ name: String) throws {
        let golden = try GoldenFile(name)
        #expect(try golden.texts("name") == ["Ann Lee", "Bo", nil, "Chen Wu"])
        #expect(try golden.texts("person_id") == ["Q1", nil, "Q3", nil])
        #expect(try golden.texts("photo", "path") == ["a.png", nil, "c.png", nil])
        let pictures = try golden.values("photo", "bytes")
        #expect(pictures.map { $0 == nil } == [false, true, true, false])
        #expect(
            try golden.values("fame") == [.integer(7), nil, .integer(9), .integer(10)]
        )
        let years = try golden.values("birth_year")
        #expect(years[0] == .number(1952))
        #expect(years[1] == nil)
        #expect(years[3] == .number(1990))
        for column in golden.file.columns where ["tags", "seen"].contains(column.path[0]) {
            #expect(column.kind == .unread)
        }
    }
}

@Suite struct `What is not read` {
    @Test func `is named: a compression`() throws {
        let golden = try GoldenFile("brotli")
        #expect(
            throws: ParquetError.unsupported(
                path: GoldenFile.path("brotli"),
                feature: "the compression Brotli"
            )
        ) { try golden.values("label") }
    }

    @Test func `is named: an encoding, in its column only`() throws {
        let golden = try GoldenFile("delta")
        #expect(throws: ParquetError.self) { try golden.values("label") }
        #expect(try golden.texts("image", "path") == ["0000.png", "0001.png", "0002.png"])
    }

    @Test func `is named: a list`() throws {
        let golden = try GoldenFile("manifest")
        let place = try #require(golden.file.columns.firstIndex { $0.path[0] == "tags" })
        #expect(throws: ParquetError.self) {
            try ParquetColumnReader(golden.file, column: place)
        }
    }

    @Test func `is no Parquet file`() throws {
        try Material.withTemporaryFolder { folder in
            #expect(throws: ParquetError.self) { try ParquetFile(path: folder) }
            #expect(throws: ParquetError.self) { try ParquetFile(path: folder + "/none") }
            let path = folder + "/text"
            for text in ["", "PAR1", "PAR1PAR1PAR1", String(repeating: "x", count: 100)] {
                try Data(text.utf8).write(to: URL(filePath: path))
                #expect(throws: ParquetError.self) { try ParquetFile(path: path) }
            }
        }
    }
}
