import CVectorKernels

/// A family of compute kernels; the only door to the C room.
///
/// Sizes are the caller's promise, as the C header says.
package struct Kernels: @unchecked Sendable {
    /// The fastest family this processor can run.
    package static let best = Kernels(table: smb_kernels_best().pointee)

    /// Names of all families, fastest first.
    package static let familyNames = ["avx512", "avx2", "neon", "scalar"]

    // Immutable pointers to code, safe to share.
    private let table: smb_kernels

    private init(table: smb_kernels) {
        self.table = table
    }

    /// A family by name, or `nil` when this processor cannot run it.
    package init?(family name: String) {
        guard let found = smb_kernels_named(name) else { return nil }
        table = found.pointee
    }

    /// The name of the family.
    package var name: String { String(cString: table.name) }

    /// Inner products of a query with consecutive rows of floats.
    @inline(__always)
    package func f32Rows(
        query: UnsafePointer<Float>,
        rows: UnsafePointer<Float>,
        stride: Int,
        count: Int,
        dimension: Int,
        products: UnsafeMutablePointer<Float>
    ) {
        table.f32_rows(query, rows, stride, count, dimension, products)
    }

    /// Inner products of a query with chosen rows of floats.
    @inline(__always)
    package func f32Gather(
        query: UnsafePointer<Float>,
        rows: UnsafePointer<Float>,
        stride: Int,
        slots: UnsafePointer<UInt32>,
        count: Int,
        dimension: Int,
        products: UnsafeMutablePointer<Float>
    ) {
        table.f32_gather(query, rows, stride, slots, count, dimension, products)
    }

    /// Biased products of a signed query with consecutive code rows; see the C header.
    @inline(__always)
    func u8Rows(
        query: UnsafePointer<Int8>,
        rows: UnsafePointer<UInt8>,
        stride: Int,
        count: Int,
        products: UnsafeMutablePointer<Int32>
    ) {
        table.u8_rows(query, rows, stride, count, stride, products)
    }

    /// Biased products of a signed query with chosen code rows.
    @inline(__always)
    func u8Gather(
        query: UnsafePointer<Int8>,
        rows: UnsafePointer<UInt8>,
        stride: Int,
        slots: UnsafePointer<UInt32>,
        count: Int,
        products: UnsafeMutablePointer<Int32>
    ) {
        table.u8_gather(query, rows, stride, slots, count, stride, products)
    }

    /// Products of a signed query with chosen nibble rows of `dimension` components, a multiple of
    /// 128.
    @inline(__always)
    func u4Gather(
        query: UnsafePointer<Int8>,
        rows: UnsafePointer<UInt8>,
        dimension: Int,
        slots: UnsafePointer<UInt32>,
        count: Int,
        products: UnsafeMutablePointer<Int32>
    ) {
        table.u4_gather(query, rows, dimension / 2, slots, count, dimension, products)
    }

    /// Reports rows of bit blocks whose estimated product reaches a threshold; see the C header.
    @inline(__always)
    func bitScan(
        _ query: borrowing BitQuery,
        blocks: UnsafePointer<UInt64>,
        factors: UnsafePointer<Float>,
        offsets: UnsafePointer<Float>?,
        mask: UnsafePointer<UInt16>?,
        blockCount: Int,
        threshold: Float,
        slots: UnsafeMutablePointer<UInt32>,
        estimates: UnsafeMutablePointer<Float>?
    ) -> Int {
        var form = query.form(threshold: threshold)
        return table.bit_scan(
            &form,
            blocks,
            factors,
            offsets,
            mask,
            0,
            blockCount,
            slots,
            estimates
        )
    }

    /// Estimates chosen rows by their levels and keeps what reaches a threshold; see the C header.
    @inline(__always)
    func levelRefine(
        _ query: CodeQuery,
        levels: UnsafePointer<UInt8>,
        offsets: UnsafePointer<Float>?,
        count: Int,
        threshold: Float,
        slots: UnsafeMutablePointer<UInt32>,
        estimates: UnsafeMutablePointer<Float>
    ) -> Int {
        var form = smb_level_query(
            codes: query.codes,
            dimension: query.dimension,
            bias: 3 * query.sum,
            step: query.step / 2,
            threshold: threshold
        )
        return table.level_refine(&form, levels, offsets, count, slots, estimates)
    }

    /// Estimates chosen rows by their codes and keeps what reaches a threshold; see the C header.
    @inline(__always)
    func codeRefine(
        _ query: CodeQuery,
        rows: UnsafePointer<UInt8>,
        steps: UnsafePointer<Float>,
        offsets: UnsafePointer<Float>?,
        constant: Float,
        count: Int,
        threshold: Float,
        slots: UnsafeMutablePointer<UInt32>,
        estimates: UnsafeMutablePointer<Float>
    ) -> Int {
        var form = smb_code_query(
            codes: query.codes,
            dimension: query.dimension,
            bias: 128 * query.sum,
            step: query.step,
            constant: constant,
            threshold: threshold
        )
        return table.code_refine(&form, rows, steps, offsets, count, slots, estimates)
    }

    /// Turns values by a fixed orthogonal map, in place; families agree bit for bit.
    func rotate(
        _ values: UnsafeMutablePointer<Float>,
        dimension: Int,
        flips: [UInt32],
        rounds: Int
    ) {
        table.rotate(flips, rounds, values, dimension)
    }
}

/// A query as signed codes, for `Kernels.levelRefine` and `Kernels.codeRefine`.
struct CodeQuery {
    let codes: UnsafePointer<Int8>
    let dimension: Int
    /// The sum of the codes.
    let sum: Int32
    /// What a unit of the codes is worth.
    let step: Float
}

/// A query as bit planes, for `Kernels.bitScan`.
struct BitQuery {
    let planes: UnsafePointer<UInt64>
    let planeCount: Int
    let words: Int
    let base: Float
    let step: Float

    fileprivate func form(threshold: Float) -> smb_bit_query {
        smb_bit_query(
            planes: planes,
            plane_count: planeCount,
            words: words,
            base: base,
            step: step,
            threshold: threshold
        )
    }
}

/// Encoders: one portable form each, no families.
enum Encoding {
    /// Writes the bit planes of a query; returns what `Kernels.bitScan` needs.
    static func planes(
        of values: UnsafePointer<Float>,
        dimension: Int,
        planeCount: Int,
        into planes: UnsafeMutablePointer<UInt64>
    ) -> BitQuery {
        let step = smb_planes_encode(values, dimension, planeCount, planes)
        return BitQuery(
            planes: UnsafePointer(planes),
            planeCount: planeCount,
            words: dimension / 64,
            base: step * Float((1 << planeCount) - 1) * Float(dimension) / 2,
            step: step
        )
    }

    /// Writes the signs and levels of a row; returns the sum of absolute components.
    static func bits(
        of values: UnsafePointer<Float>,
        dimension: Int,
        lane: Int,
        block: UnsafeMutablePointer<UInt64>,
        levels: UnsafeMutablePointer<UInt8>
    ) -> Float {
        smb_bits_encode(values, dimension, lane, block, levels)
    }

    /// Writes biased codes; returns the squared length of what was lost.
    static func codes(
        of values: UnsafePointer<Float>,
        dimension: Int,
        scale: Float,
        into codes: UnsafeMutablePointer<UInt8>
    ) -> Float {
        smb_codes_encode(values, dimension, scale, codes)
    }

    /// Writes signed query codes; returns their sum and the squared length of what was lost.
    static func query(
        of values: UnsafePointer<Float>,
        dimension: Int,
        scale: Float,
        into codes: UnsafeMutablePointer<Int8>
    ) -> (sum: Int32, lost: Float) {
        var sum: Int32 = 0
        let lost = smb_query_encode(values, dimension, scale, codes, &sum)
        return (sum, lost)
    }

    /// Writes nibble codes `floor(value * scale) + 8`; `dimension` is a multiple of 128.
    static func nibbles(
        of values: UnsafePointer<Float>,
        dimension: Int,
        scale: Float,
        into codes: UnsafeMutablePointer<UInt8>
    ) {
        smb_nibbles_encode(values, dimension, scale, codes)
    }

    /// CRC-32C of bytes, continuing from `seed`.
    static func checksum(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
        smb_crc32c(seed, bytes.baseAddress, bytes.count)
    }
}
