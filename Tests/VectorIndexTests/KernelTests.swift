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
                let sharper = scan.refine(scalar, expected, threshold, offsets: offsets)
                let same = scan.refine(tested, expected, threshold, offsets: offsets)
                #expect(same.slots == sharper.slots, "\(words) words")
                #expect(same.estimates == sharper.estimates, "\(words) words")
            }
        }
    }

    @Test func `a rotation keeps products and can mix any dimension`() {
        var random = SeededRandom(seed: 16)
        for dimension in [64, 128, 192, 320, 512, 1_088, 4_096] {
            let signs = (0..<dimension / 64 * 4).map { _ in random.next() }
            let first = random.vector(dimension)
            let second = random.vector(dimension)
            var turnedFirst = first
            var turnedSecond = second
            smb_rotation_apply(signs, 4, &turnedFirst, dimension)
            smb_rotation_apply(signs, 4, &turnedSecond, dimension)
            let before = zip(first, second).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            let after = zip(turnedFirst, turnedSecond).reduce(Float(0)) { $0 + $1.0 * $1.1 }
            #expect(abs(before - after) < 1e-3 * Float(dimension), "dimension \(dimension)")
            var spike = [Float](repeating: 0, count: dimension)
            spike[dimension / 3] = 1
            smb_rotation_apply(signs, 4, &spike, dimension)
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
    let mask: [UInt8]
    static let blockCount = 9

    init(words: Int, planes planeCount: Int, random: inout SeededRandom) {
        self.words = words
        self.planeCount = planeCount
        blocks = (0..<Self.blockCount * words * 8).map { _ in random.next() }
        planes = (0..<planeCount * words).map { _ in random.next() }
        factors = (0..<Self.blockCount * 8).map { _ in 0.5 + random.unit() }
        offsets = (0..<Self.blockCount * 8).map { _ in random.unit() - 0.5 }
        mask = (0..<Self.blockCount).map { $0 == 4 ? 0 : UInt8(truncatingIfNeeded: random.next()) }
    }

    func run(
        _ kernels: smb_kernels,
        _ threshold: Float,
        offsets withOffsets: Bool,
        masked: Bool
    ) -> (slots: [UInt32], estimates: [Float]) {
        var slots = [UInt32](repeating: 0, count: Self.blockCount * 8 + 16)
        var estimates = [Float](repeating: 0, count: Self.blockCount * 8 + 16)
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

    func refine(
        _ kernels: smb_kernels,
        _ found: (slots: [UInt32], estimates: [Float]),
        _ threshold: Float,
        offsets withOffsets: Bool
    ) -> (slots: [UInt32], estimates: [Float]) {
        var slots = found.slots
        var estimates = found.estimates
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
                kernels.bit_refine(
                    &query,
                    blocks,
                    factors,
                    factors.reversed(),
                    withOffsets ? offsets.baseAddress : nil,
                    slots.count,
                    &slots,
                    &estimates
                )
            }
        }
        return (Array(slots.prefix(count)), Array(estimates.prefix(count)))
    }
}
