import Fetching
import FixtureServer
import Testing

/// What bytes are, and how they unpack.
@Suite struct Contents {
    @Test func `kinds are told by their first bytes`() {
        let expected: [(String, ContentKind)] = [
            ("", .empty), (" \n{\"a\":1}", .json), ("\u{FEFF}[1]", .json),
            ("<!DOCTYPE html><p>", .html), ("<HTML>", .html), ("<p>hello", .html),
            ("<?xml version=\"1.0\"?><svg/>", .xml),
            ("<?xml version=\"1.0\"?><!DOCTYPE html><html>", .html), ("GIF89a", .gif),
            ("%PDF-1.7", .pdf), ("RIFF....WEBPVP8 ", .webp), ("....ftypavif", .heif),
            ("hello", .other),
        ]
        for (text, kind) in expected {
            #expect(ContentKind(sniffing: Array(text.utf8)) == kind, "\(text)")
        }
        #expect(ContentKind(sniffing: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
        #expect(ContentKind(sniffing: [0x1F, 0x8B, 8]) == .gzip)
    }

    private func unpack(_ bytes: [UInt8], by step: Int) throws -> [UInt8] {
        let reader = try GzipReader()
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            try reader.read(Array(bytes[start..<min(bytes.count, start + step)])) { out += $0 }
        }
        try reader.finish()
        return out
    }

    @Test(arguments: [1, 7, 1000, 1_000_000])
    func `gzip is read in pieces of any size`(step: Int) throws {
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try unpack(GzipFixture.stored(bytes), by: step) == bytes)
    }

    @Test func `members one after another are one file`() throws {
        let file = GzipFixture.stored([1, 2]) + GzipFixture.stored([3]) + [0, 0, 0]
        #expect(try unpack(file, by: 5) == [1, 2, 3])
    }

    @Test func `cut and damaged gzip is refused`() throws {
        let file = GzipFixture.stored(Array(repeating: 7, count: 5000))
        #expect(throws: GzipReader.Damage.brokenOff) { try unpack(Array(file.dropLast(9)), by: 64) }
        #expect(throws: GzipReader.Damage.notGzip) { try unpack(Array("not gzip".utf8), by: 64) }
        var wrong = file
        wrong[wrong.count - 6] ^= 1
        #expect(throws: GzipReader.Damage.notGzip) { try unpack(wrong, by: 64) }
    }

    @Test func `a bomb opens in small blocks`() throws {
        let bomb = GzipFixture.bomb(of: 20 << 20)
        #expect(bomb.count < 200_000)
        let reader = try GzipReader()
        var most = 0
        var count = 0
        try reader.read(bomb) { block in
            most = max(most, block.count)
            count += block.count
        }
        try reader.finish()
        #expect(count > 20_000_000)
        #expect(most <= GzipReader.blockBytes)
    }
}
