import Calibration
import FaceTypes
import GalleryDoubles
import Testing

struct CalibrationRecordTests {
    private func record(filters: Int = 2) -> CalibrationRecord {
        var matrix = EmbeddingMatrix(dimension: 2)
        for value in [[1, 0], [0.6, 0.8], [0, 1]] as [[Float]] { matrix.append(.init(unit: value)) }
        var record = CalibrationRecord(
            sequence: 77,
            newestFace: 300,
            entries: 3,
            pairs: PairCalibration(counting: matrix, people: [1, 2, 2])
        )
        for number in 0..<filters {
            var hits = BestHitCalibration(candidates: 200 + number)
            for step in 0..<50 { hits.add(Float(step) / 60, insider: step % 3 == 0) }
            record.keep(hits, under: number == 0 ? "" : "filter \(number)")
        }
        return record
    }

    @Test func `a record survives being written and read`() throws {
        let written = record()
        #expect(try CalibrationRecord(bytes: written.bytes()) == written)
        #expect(written.bestHits(under: "filter 1")?.candidates == 201)
        #expect(written.bestHits(under: "unknown") == nil)
    }

    /// Version 2 as it was first written; it must stay readable.
    @Test func `a record of version 2 is read and written as ever`() throws {
        let golden =
            "534d424302e807ac0203000002077b2261223a317d0201801801018014020003"
            + "02801801ff03010061b28742bb18e4b2"
        var record = CalibrationRecord(
            sequence: 1_000,
            newestFace: 300,
            entries: 3,
            pairs: PairCalibration()
        )
        var all = BestHitCalibration(candidates: 3)
        all.add(0.5, insider: true)
        all.add(0.75, insider: true)
        record.keep(all, under: "")
        var some = BestHitCalibration(candidates: 2)
        some.add(0.5, insider: true)
        some.add(0.25, insider: false)
        some.add(0.25, insider: false)
        record.keep(some, under: "{\"a\":1}")
        let digits = Array(golden)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
        #expect(record.bytes() == bytes)
        #expect(try CalibrationRecord(bytes: bytes) == record)
    }

    @Test func `every shortened record is refused`() {
        let bytes = record().bytes()
        for length in bytes.indices {
            #expect(throws: CalibrationError.self) {
                try CalibrationRecord(bytes: Array(bytes[..<length]))
            }
        }
    }

    @Test func `every changed byte is noticed`() {
        let bytes = record().bytes()
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 0x41
            #expect(throws: CalibrationError.self) { try CalibrationRecord(bytes: damaged) }
        }
    }

    @Test func `bytes of another version are named as such`() {
        var bytes = record().bytes()
        bytes[4] = 9
        #expect(throws: CalibrationError.unknownVersion(expected: 2, found: 9)) {
            try CalibrationRecord(bytes: bytes)
        }
    }

    /// Hostile bytes whose checksum fits: any content is either read or refused, never a trap.
    @Test func `random content with a fitting checksum never traps`() {
        var generator = SeededGenerator(state: 4)
        var refused = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 0..<40, using: &generator)
            let any = UInt8.random(in: 0...255, using: &generator)
            let choices: [UInt8] = [0, 1, 2, 0x7F, 0x80, 0xFF, any]
            let content = (0..<length).map { _ in choices.randomElement(using: &generator) ?? 0 }
            let bytes = sealed(content)
            do { _ = try CalibrationRecord(bytes: bytes) } catch { refused += 1 }
        }
        #expect(refused > 19_000)
    }

    @Test func `counts that would overflow are refused`() {
        let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
        // sequence 0, face 0, entries 0, faces 0, one bin: gap 0, the count.
        #expect(throws: CalibrationError.self) {
            try CalibrationRecord(bytes: sealed([0, 0, 0, 0, 1, 0] + huge + [0]))
        }
        // A gap beyond the last bin.
        #expect(throws: CalibrationError.self) {
            try CalibrationRecord(bytes: sealed([0, 0, 0, 0, 1] + huge + [1, 0]))
        }
    }

    @Test func `the least recently used filter goes first and everybody stays`() {
        let most = CalibrationRecord.filtersMax
        var record = record(filters: 1)
        for number in 1..<most {
            record.keep(BestHitCalibration(candidates: number), under: "filter \(number)")
        }
        #expect(record.filtered.count == most)
        record.touch("filter 1")
        record.touch("unknown")
        record.keep(BestHitCalibration(candidates: 0), under: "one more")
        #expect(record.filtered.count == most)
        #expect(record.bestHits(under: "") != nil)
        #expect(record.bestHits(under: "filter 1") != nil)
        #expect(record.bestHits(under: "filter 2") == nil)
        #expect(record.bestHits(under: "one more") != nil)
    }

    private func sealed(_ content: [UInt8]) -> [UInt8] {
        let bytes = Array("SMBC".utf8) + [1] + content
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return bytes + (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }
}
