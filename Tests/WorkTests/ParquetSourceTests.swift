import Foundation
import Gallery
import Ingest
import Parquet
import TestSupport
import Testing

private func golden(_ name: String) -> String {
    Material.checkout + "/Tests/Fixtures/golden/parquet/\(name).parquet"
}

private func offers(_ source: any PhotoSource) async throws -> [PhotoOffer] {
    var cursor = try source.makeCursor()
    var offers: [PhotoOffer] = []
    while let offer = try await cursor.next() { offers.append(offer) }
    return offers
}

private func photos(_ source: any PhotoSource) async throws -> [PhotoCandidate] {
    try await offers(source).compactMap { offer in
        if case .photo(let candidate) = offer { candidate } else { nil }
    }
}

private func load(_ candidate: PhotoCandidate) throws -> [UInt8] {
    guard case .blocking(let load) = candidate.reading else { return [] }
    return try load()
}

@Suite struct `Parquet image sets` {
    @Test func `name people by the classes of their metadata`() async throws {
        let source = try ParquetSource(path: golden("snappy"))
        let found = try await photos(source)
        #expect(source.expectedCount == 12)
        #expect(found.count == 12)
        #expect(found.prefix(3).map(\.claim?.key) == ["Ann_Lee", "Bo", "Chen_Wu"])
        #expect(found.prefix(3).map(\.claim?.name) == ["Ann Lee", "Bo", "Chen Wu"])
        #expect(found[7].origin == golden("snappy") + "#7:0007.png")
        // In any order, as photos that were put off are read again later.
        let pictures = try found.reversed().map(load)
        #expect(Set(pictures).count == 12)
        #expect(pictures.allSatisfy { $0.starts(with: [0x89, 0x50, 0x4E, 0x47]) })
        let anonymous = try ParquetSource(path: golden("snappy"), labelled: false)
        #expect(try await photos(anonymous).allSatisfy { $0.claim == nil })
    }

    @Test func `take the columns of a manifest`() async throws {
        let found = try await photos(try ParquetSource(path: golden("manifest")))
        #expect(found.map(\.claim?.key) == ["Q1", "Bo", "Q3", "Chen Wu"])
        #expect(found.map(\.claim?.name) == ["Ann Lee", "Bo", "Q3", "Chen Wu"])
        #expect(found.map(\.claim?.metadata.birthYear) == [1952, nil, nil, 1990])
        #expect(found.map(\.claim?.metadata.fame) == [7, nil, 9, 10])
        #expect(found.map(\.credit.licence) == ["CC0", nil, "CC BY 4.0", nil])
        #expect(found[0].credit.source == "https://example.org/1")
        #expect(found.map(\.year) == [2001, 2002, nil, 2004])
    }

    @Test func `refuse rows without a picture`() async throws {
        let found = try await photos(try ParquetSource(path: golden("manifest")))
        let first = try load(found[0])
        #expect(!first.isEmpty)
        for row in [1, 2] {
            #expect(throws: RefusedPhoto.self) { try load(found[row]) }
        }
    }

    @Test func `keep numbers nobody named apart by the set's name`() async throws {
        let found = try await photos(try ParquetSource(path: golden("byte-column")))
        #expect(found.map(\.claim?.key) == ["byte-column#2880"])
        #expect(ParquetSource.setName(of: "a/b/train-00000-of-00003.parquet") == "train")
        #expect(ParquetSource.setName(of: "a/faces/") == "faces")
    }

    @Test func `may be a folder of files`() async throws {
        let folder = try TemporaryFolder()
        for name in ["snappy", "pages-v2"] {
            let data = try Data(contentsOf: URL(filePath: golden(name)))
            try data.write(to: URL(filePath: folder.path("\(name).parquet")))
        }
        try Data("x".utf8).write(to: URL(filePath: folder.path("README.md")))
        let source = try ParquetSource(path: folder.path)
        #expect(source.expectedCount == 24)
        #expect(try await photos(source).count == 24)
    }

    @Test func `without pictures, or the column asked for, are refused`() throws {
        #expect(throws: SourceError.self) { try ParquetSource(path: golden("no-pictures")) }
        #expect(throws: SourceError.self) {
            try ParquetSource(path: golden("snappy"), label: "nobody")
        }
        #expect(throws: SourceError.self) { try ParquetSource(path: golden("none")) }
        #expect(throws: SourceError.self) {
            try ParquetSource(path: try TemporaryFolder().path)
        }
    }

    @Test func `in a compression nobody reads are refused at once`() throws {
        #expect(throws: ParquetError.self) { try ParquetSource(path: golden("brotli")) }
    }

    @Test func `with a damaged page lose the rows of its group, and no others`() async throws {
        let folder = try TemporaryFolder()
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: golden("snappy"))))
        // The first row group begins behind the first four bytes; the labels end it, before the
        // second group's first picture.
        let signature = Array("\u{89}PNG".unicodeScalars.map { UInt8($0.value) })
        let pictures = bytes.indices.filter { bytes[$0...].starts(with: signature) }
        let second = try #require(pictures.dropFirst(3).first)
        for place in (second - 110)..<(second - 40) { bytes[place] = 0xFF }
        let path = folder.path("damaged.parquet")
        try Data(bytes).write(to: URL(filePath: path))
        let offers = try await offers(try ParquetSource(path: path))
        let refused = offers.compactMap { offer -> String? in
            if case .refused(let reject) = offer { reject.origin } else { nil }
        }
        #expect(refused == ["\(path)#0 to 4"])
        #expect(offers.count == 8)
    }
}
