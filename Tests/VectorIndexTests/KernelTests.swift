import CVectorKernels
import Testing

/// Every kernel of every family this processor runs, against the scalar definition.
@Suite struct KernelTests {
    static let dimensions = Array(1...70) + [127, 128, 129, 255, 300, 511, 512, 513, 1_000, 4_096]
    static let codeDimensions = [64, 128, 192, 256, 320, 512, 1_024, 2_048, 4_096]
    static let nibbleDimensions = [128, 256, 384, 512, 1_024, 4_096]

    static let families: [String] = ["avx512", "avx2", "neon"].filter {
        smb_kernels_named($0) != nil
    }

    private func kernels(_ name: String) throws -> smb_kernels {
        try #require(smb_kernels_named(name)).pointee
    }

    @Test func `the best family can be found by its name`() throws {
        let best = smb_kernels_best().pointee
        let named = try kernels(String(cString: best.name))
        #expect(String(cString: named.name) == String(cString: best.name))
        #expect(smb_kernels_named("abacus") == nil)
    }

    @Test(arguments: families) func `float products stay within the stated bound`(
        family: String
    ) throws {
        let tested = try kernels(family)
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 11)
        for dimension in Self.dimensions {
            let stride = dimension + 3
            let rows = random.vector(stride * 7)
            let query = random.vector(dimension)
            var expected = [Float](repeating: 0, count: 7)
            var found = expected
            scalar.f32_rows(query, rows, stride, 7, dimension, &expected)
            tested.f32_rows(query, rows, stride, 7, dimension, &found)
            for row in 0..<7 {
                let magnitude = (0..<dimension).reduce(Float(0)) {
                    $0 + abs(query[$1] * rows[row * stride + $1])
                }
                let bound = Float(dimension) * 0x1p-23 * magnitude
                #expect(abs(expected[row] - found[row]) <= bound, "dimension \(dimension)")
            }
        }
    }

    @Test(arguments: families + ["scalar"])
    func `gathered rows have the products of consecutive rows, bit for bit`(
        family: String
    ) throws {
        let tested = try kernels(family)
        var random = SeededRandom(seed: 12)
        for dimension in Self.dimensions {
            let rows = random.vector(dimension * 23)
            let query = random.vector(dimension)
            var consecutive = [Float](repeating: 0, count: 23)
            var gathered = consecutive
            tested.f32_rows(query, rows, dimension, 23, dimension, &consecutive)
            let slots = (0..<23).map { UInt32($0 * 7 % 23) }
            tested.f32_gather(query, rows, dimension, slots, 23, dimension, &gathered)
            #expect(gathered == slots.map { consecutive[Int($0)] }, "dimension \(dimension)")
        }
    }

    @Test(arguments: families) func `code products equal the scalar ones`(family: String) throws {
        let tested = try kernels(family)
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 13)
        for dimension in Self.codeDimensions {
            for extreme in [false, true] {
                let rows = (0..<dimension * 11).map { _ in
                    extreme ? 255 : UInt8(truncatingIfNeeded: random.next())
                }
                let query = (0..<dimension).map { _ in
                    extreme ? 127 : Int8(clamping: Int(random.next() % 255) - 127)
                }
                let slots = (0..<11).map { UInt32($0 * 5 % 11) }
                var expected = [Int32](repeating: 0, count: 11)
                var found = expected
                scalar.u8_rows(query, rows, dimension, 11, dimension, &expected)
                tested.u8_rows(query, rows, dimension, 11, dimension, &found)
                #expect(found == expected, "dimension \(dimension)")
                tested.u8_gather(query, rows, dimension, slots, 11, dimension, &found)
                #expect(found == slots.map { expected[Int($0)] }, "dimension \(dimension)")
            }
        }
    }

    @Test(arguments: families) func `nibble products equal the scalar ones`(family: String) throws {
        let tested = try kernels(family)
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 14)
        for dimension in Self.nibbleDimensions {
            for extreme in [false, true] {
                let rows = (0..<dimension / 2 * 11).map { _ in
                    extreme ? 255 : UInt8(truncatingIfNeeded: random.next())
                }
                let query = (0..<dimension).map { _ in
                    extreme ? -127 : Int8(clamping: Int(random.next() % 255) - 127)
                }
                let slots = (0..<11).map { UInt32($0 * 5 % 11) }
                var expected = [Int32](repeating: 0, count: 11)
                var found = expected
                scalar.u4_gather(query, rows, dimension / 2, slots, 11, dimension, &expected)
                tested.u4_gather(query, rows, dimension / 2, slots, 11, dimension, &found)
                #expect(found == expected, "dimension \(dimension)")
            }
        }
    }

    @Test(arguments: families, 1...4) func `bit scans report what the scalar one reports`(
        family: String,
        planes: Int
    ) throws {
        let tested = try kernels(family)
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 15)
        for words in [1, 2, 3, 4, 5, 8, 12, 16, 17, 33, 64] {
            for (threshold, offsets, masked) in [
                (Float(-1e9), false, false), (0.1, false, true), (0.1, true, false),
                (0, true, true),
            ] {
                let scan = BitScanCase(words: words, planes: planes, random: &random)
                let expected = scan.run(scalar, threshold, offsets: offsets, masked: masked)
                let found = scan.run(tested, threshold, offsets: offsets, masked: masked)
                #expect(found.slots == expected.slots, "\(words) words")
                #expect(found.estimates == expected.estimates, "\(words) words")
            }
        }
    }

    @Test(arguments: families) func `levels keep what the scalar ones keep`(
        family: String
    ) throws {
        let tested = try kernels(family)
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 18)
        for dimension in [64, 128, 192, 256, 320, 384, 448, 512, 576, 1_088, 4_096] {
            for count in [1, 3, 16, 17, 40] {
                for (extreme, offsets) in [(false, false), (false, true), (true, false)] {
                    let levels = LevelCase(
                        dimension: dimension,
                        count: count,
                        extreme: extreme,
                        random: &random
                    )
                    let expected = levels.run(scalar, offsets: offsets)
                    let found = levels.run(tested, offsets: offsets)
                    #expect(found.slots == expected.slots, "dimension \(dimension)")
                    #expect(found.estimates == expected.estimates, "dimension \(dimension)")
                }
            }
        }
    }

    @Test(arguments: families) func `codes keep what the scalar ones keep`(
        family: String
    ) throws {
        let tested = try kernels(family)
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 20)
        for dimension in [64, 128, 192, 320, 512, 1_088, 4_096] {
            for count in [1, 3, 16, 17, 40] {
                for (extreme, offsets) in [(false, false), (false, true), (true, false)] {
                    let codes = CodeCase(
                        dimension: dimension,
                        count: count,
                        extreme: extreme,
                        random: &random
                    )
                    let expected = codes.run(scalar, offsets: offsets)
                    let found = codes.run(tested, offsets: offsets)
                    #expect(found.slots == expected.slots, "dimension \(dimension)")
                    #expect(found.estimates == expected.estimates, "dimension \(dimension)")
                }
            }
        }
    }

    @Test(arguments: families) func `rotations are those of the scalar ones`(
        family: String
    ) throws {
        let tested = try kernels(family)
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 19)
        for dimension in [64, 128, 192, 320, 512, 1_088, 4_096] {
            let flips = Self.flips(dimension, &random)
            var expected = random.vector(dimension)
            var found = expected
            scalar.rotate(flips, 4, &expected, dimension)
            tested.rotate(flips, 4, &found, dimension)
            #expect(found == expected, "dimension \(dimension)")
        }
    }

    private static func flips(_ dimension: Int, _ random: inout SeededRandom) -> [UInt32] {
        (0..<dimension * 4).map { _ in UInt32(random.next() & 1) << 31 }
    }

    @Test func `a rotation keeps products and can mix any dimension`() throws {
        let scalar = try kernels("scalar")
        var random = SeededRandom(seed: 16)
        for dimension in [64, 128, 192, 320, 512, 1_088, 4_096] {
            let flips = Self.flips(dimension, &random)
            let first = random.vector(dimension)
            let second = random.vector(dimension)
            var turnedFirst = first
            var turnedSecond = second
            scalar.rotate(flips, 4, &turnedFirst, dimension)
            scalar.rotate(flips, 4, &turnedSecond, dimension)
            let before = zip(first, second).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            let after = zip(turnedFirst, turnedSecond).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            #expect(abs(before - after) < 1e-3 * Float(dimension), "dimension \(dimension)")
            var spike = [Float](repeating: 0, count: dimension)
            spike[dimension / 3] = 1
            scalar.rotate(flips, 4, &spike, dimension)
            #expect(spike.map(abs).max() ?? 1 < 0.75, "dimension \(dimension)")
        }
    }

    @Test func `codes lose no more than half a step a component`() {
        var random = SeededRandom(seed: 17)
        let values = random.vector(256)
        let scale = 127 / (values.map(abs).max() ?? 1)
        var codes = [UInt8](repeating: 0, count: 256)
        let lost = smb_codes_encode(values, 256, scale, &codes)
        let actual = zip(values, codes).map { $0 - (Float($1) - 128) / scale }
        #expect(actual.allSatisfy { abs($0) <= 0.5001 / scale })
        #expect(abs(lost - actual.reduce(0) { $0 + $1 * $1 }) < 1e-6)
    }

    @Test func `checksums agree with the published check value and can be continued`() {
        let bytes = Array("123456789".utf8)
        #expect(smb_crc32c(0, bytes, 9) == 0xE306_9283)
        let head = smb_crc32c(0, bytes, 4)
        #expect(smb_crc32c(head, Array(bytes[4...]), 5) == 0xE306_9283)
    }
}

/// A random bit scan that any family can run.
private struct BitScanCase {
    let words: Int
    let planeCount: Int
    let blocks: [UInt64]
    let planes: [UInt64]
    let factors: [Float]
    let offsets: [Float]
    let mask: [UInt16]
    static let blockCount = 9

    init(words: Int, planes planeCount: Int, random: inout SeededRandom) {
        self.words = words
        self.planeCount = planeCount
        blocks = (0..<Self.blockCount * words * 16).map { _ in random.next() }
        planes = (0..<planeCount * words).map { _ in random.next() }
        factors = (0..<Self.blockCount * 16).map { _ in 0.5 + random.unit() }
        offsets = (0..<Self.blockCount * 16).map { _ in random.unit() - 0.5 }
        mask = (0..<Self.blockCount).map { $0 == 4 ? 0 : UInt16(truncatingIfNeeded: random.next()) }
    }

    func run(
        _ kernels: smb_kernels,
        _ threshold: Float,
        offsets withOffsets: Bool,
        masked: Bool
    ) -> (slots: [UInt32], estimates: [Float]) {
        var slots = [UInt32](repeating: 0, count: Self.blockCount * 16 + 16)
        var estimates = [Float](repeating: 0, count: Self.blockCount * 16 + 16)
        let step = 0.01 / Float(words)
        let count = planes.withUnsafeBufferPointer { planes in
            var query = smb_bit_query(
                planes: planes.baseAddress,
                plane_count: planeCount,
                words: words,
                base: step * Float(1 << planeCount - 1) * 32 * Float(words),
                step: step,
                threshold: threshold
            )
            return offsets.withUnsafeBufferPointer { offsets in
                mask.withUnsafeBufferPointer { mask in
                    kernels.bit_scan(
                        &query,
                        blocks,
                        factors,
                        withOffsets ? offsets.baseAddress : nil,
                        masked ? mask.baseAddress : nil,
                        1,
                        Self.blockCount,
                        &slots,
                        &estimates
                    )
                }
            }
        }
        return (Array(slots.prefix(count)), Array(estimates.prefix(count)))
    }
}

/// Rows of levels that any family can estimate.
private struct LevelCase {
    let dimension: Int
    let levels: [UInt8]
    let codes: [Int8]
    let offsets: [Float]
    let slots: [UInt32]
    static let rows = 23

    init(dimension: Int, count: Int, extreme: Bool, random: inout SeededRandom) {
        self.dimension = dimension
        var rows: [UInt8] = []
        for _ in 0..<Self.rows {
            rows += (0..<dimension / 4).map { _ in
                extreme ? 255 : UInt8(truncatingIfNeeded: random.next())
            }
            withUnsafeBytes(of: Float(0.5 + random.unit())) { rows += $0 }
        }
        levels = rows
        codes = (0..<dimension).map { _ in
            extreme ? -127 : Int8(clamping: Int(random.next() % 255) - 127)
        }
        offsets = (0..<Self.rows).map { _ in random.unit() - 0.5 }
        slots = (0..<count).map { UInt32($0 * 5 % Self.rows) }
    }

    func run(
        _ kernels: smb_kernels,
        offsets withOffsets: Bool
    ) -> (slots: [UInt32], estimates: [Float]) {
        var slots = slots + [UInt32](repeating: 0, count: 16)
        var estimates = [Float](repeating: 0, count: slots.count)
        let kept = codes.withUnsafeBufferPointer { codes in
            var query = smb_level_query(
                codes: codes.baseAddress,
                dimension: dimension,
                bias: 3 * codes.reduce(0) { $0 + Int32($1) },
                step: 0.01,
                threshold: -1
            )
            return offsets.withUnsafeBufferPointer { offsets in
                kernels.level_refine(
                    &query,
                    levels,
                    withOffsets ? offsets.baseAddress : nil,
                    self.slots.count,
                    &slots,
                    &estimates
                )
            }
        }
        return (Array(slots.prefix(kept)), Array(estimates.prefix(kept)))
    }
}

/// Rows of codes that any family can estimate.
private struct CodeCase {
    let dimension: Int
    let rows: [UInt8]
    let codes: [Int8]
    let steps: [Float]
    let offsets: [Float]
    let slots: [UInt32]
    static let count = 23

    init(dimension: Int, count: Int, extreme: Bool, random: inout SeededRandom) {
        self.dimension = dimension
        rows = (0..<Self.count * dimension).map { _ in
            extreme ? 255 : UInt8(truncatingIfNeeded: random.next())
        }
        codes = (0..<dimension).map { _ in
            extreme ? -127 : Int8(clamping: Int(random.next() % 255) - 127)
        }
        steps = (0..<Self.count).map { _ in 0.01 * (0.5 + random.unit()) }
        offsets = (0..<Self.count).map { _ in random.unit() - 0.5 }
        slots = (0..<count).map { UInt32($0 * 5 % Self.count) }
    }

    func run(
        _ kernels: smb_kernels,
        offsets withOffsets: Bool
    ) -> (slots: [UInt32], estimates: [Float]) {
        var slots = slots + [UInt32](repeating: 0, count: 16)
        var estimates = [Float](repeating: 0, count: slots.count)
        let kept = codes.withUnsafeBufferPointer { codes in
            var query = smb_code_query(
                codes: codes.baseAddress,
                dimension: dimension,
                bias: 128 * codes.reduce(0) { $0 + Int32($1) },
                step: 0.001,
                constant: 0.25,
                threshold: 0.2
            )
            return offsets.withUnsafeBufferPointer { offsets in
                kernels.code_refine(
                    &query,
                    rows,
                    steps,
                    withOffsets ? offsets.baseAddress : nil,
                    self.slots.count,
                    &slots,
                    &estimates
                )
            }
        }
        return (Array(slots.prefix(kept)), Array(estimates.prefix(kept)))
    }
}
