import Archives
import Foundation
import TestSupport
import Testing

struct TarReaderTests {
    private func names(in path: String) throws -> [String] {
        let reader = try TarReader(path: path)
        var names: [String] = []
        while let entry = try reader.next() { names.append(entry.name) }
        return names
    }

    @Test func `files come in order with their content and folders are left out`() async throws {
        var archive = TarArchive()
        archive.add("photos/", [], kind: "5")
        archive.add("photos/a.jpg", [1, 2, 3])
        archive.add("photos/empty", [])
        archive.add("photos/b.jpg", [UInt8](repeating: 7, count: 1_025))
        archive.end()
        try await archive.asFile { path in
            let reader = try TarReader(path: path)
            let first = try #require(try reader.next())
            #expect(first.name == "photos/a.jpg")
            #expect(first.bytes == [1, 2, 3])
            #expect(try reader.next()?.bytes.isEmpty == true)
            let last = try #require(try reader.next())
            #expect(last.bytes == [UInt8](repeating: 7, count: 1_025))
            #expect(try reader.next() == nil)
            #expect(try reader.next() == nil)
        }
    }

    @Test func `long names of GNU and pax archives are read`() async throws {
        let long = "folder/" + String(repeating: "n", count: 150) + ".jpg"
        var archive = TarArchive()
        archive.add("././@LongLink", Array(long.utf8) + [0], kind: "L")
        archive.add(String(long.prefix(100)), [1])
        let record = "path=" + long + "\n"
        let length = record.utf8.count + 4
        archive.add("pax", Array("\(length) \(record)".utf8), kind: "x")
        archive.add("short", [2])
        archive.add("plain", [3])
        archive.end()
        let found = try await archive.asFile { try names(in: $0) }
        #expect(found == [long, long, "plain"])
    }

    @Test func `an archive without its closing blocks ends at its end`() async throws {
        var archive = TarArchive()
        archive.add("a", [1])
        let found = try await archive.asFile { try names(in: $0) }
        #expect(found == ["a"])
    }

    @Test func `an archive cut within a file is refused`() async throws {
        var archive = TarArchive()
        archive.add("a", [UInt8](repeating: 1, count: 2_000))
        for length in [513, 1_000, 2_511] {
            var cut = TarArchive()
            cut.append(Array(archive.bytes[..<length]))
            try await cut.asFile { path in
                #expect(throws: ArchiveError.self) { try names(in: path) }
            }
        }
    }

    @Test func `text, a damaged header and a huge size are refused`() async throws {
        var text = TarArchive()
        text.append([UInt8](repeating: UInt8(ascii: "x"), count: 2_000))
        try await text.asFile { path in
            #expect(throws: ArchiveError.notATar(path: path, offset: 0)) {
                try names(in: path)
            }
        }
        var damaged = TarArchive()
        damaged.add("first", [1])
        var header = TarArchive.header(name: "second", size: 1)
        header[3] ^= 1
        damaged.append(header)
        try await damaged.asFile { path in
            #expect(throws: ArchiveError.notATar(path: path, offset: 1_024)) {
                try names(in: path)
            }
        }
        var huge = TarArchive()
        huge.append(TarArchive.header(name: "huge", size: (8 << 30) - 1))
        try await huge.asFile { path in
            #expect(throws: ArchiveError.self) { try names(in: path) }
        }
    }

    @Test func `a file that is not there is named`() {
        #expect(throws: ArchiveError.self) { try TarReader(path: "/nowhere/at-all.tar") }
    }

    @Test func `a batch ends with its count or its bytes`() async throws {
        var archive = TarArchive()
        for number in 0..<10 { archive.add("f\(number)", [UInt8](repeating: 1, count: 100)) }
        archive.end()
        try await archive.asFile { path in
            let reader = try TarReader(path: path)
            #expect(try reader.next(atMost: 3, bytes: 1_000).count == 3)
            #expect(try reader.next(atMost: 100, bytes: 250).count == 3)
            #expect(try reader.next(atMost: 100, bytes: 10_000).count == 4)
            #expect(try reader.next(atMost: 100, bytes: 10_000).isEmpty)
        }
    }
}

extension TarReaderTests {
    @Test func `listed files are read later and in any order`() async throws {
        var archive = TarArchive()
        archive.add("photos/", [], kind: "5")
        for number in 0..<5 {
            archive.add("photos/\(number)", [UInt8](repeating: UInt8(number), count: 300 * number))
        }
        archive.end()
        try await archive.asFile { path in
            let reader = try TarReader(path: path)
            let places = try reader.places()
            #expect(places.map(\.name) == (0..<5).map { "photos/\($0)" })
            for number in [3, 0, 4, 1] {
                let bytes = try reader.content(of: places[number])
                #expect(bytes == [UInt8](repeating: UInt8(number), count: 300 * number))
            }
        }
    }

    @Test func `a list of an archive that breaks off is refused`() async throws {
        var archive = TarArchive()
        archive.add("a", [1])
        archive.append(TarArchive.header(name: "b", size: 5_000))
        archive.append([1, 2, 3])
        try await archive.asFile { path in
            let error = ArchiveError.truncatedTar(path: path, entry: "b", expected: 5_000, found: 3)
            #expect(throws: error) { try TarReader(path: path).places() }
        }
    }

    @Test func `an archive cut within a header is a cut archive, not another kind of file`()
        async throws
    {
        var archive = TarArchive()
        archive.add("a", [1])
        archive.append(Array(TarArchive.header(name: "b", size: 1).prefix(200)))
        try await archive.asFile { path in
            let found = #expect(throws: ArchiveError.self) { try names(in: path) }
            guard case .truncatedTar = found else {
                Issue.record("\(String(describing: found))")
                return
            }
        }
    }
}
