/// Where the planes of a segment lie in memory: one array a property, a row or block at a time.
///
/// Rows of a plane are indexed by slot. Bits lie in blocks of rows, as the kernels want them.
struct SegmentPlanes {
    /// Rows of a block of bits.
    static let blockRows = 16

    /// Rows there is room for, a multiple of `blockRows`.
    let capacity: Int
    /// `dimension` floats a row: the vector as compared.
    let vectors: UnsafeMutablePointer<Float>
    /// `codeDimension` bytes a row: components of the turned vector, scaled, plus 128.
    let codes: UnsafeMutablePointer<UInt8>
    /// What a code step is worth.
    let steps: UnsafeMutablePointer<Float>
    /// `codeDimension / 64 * blockRows` words a block: signs of the turned vectors.
    let bits: UnsafeMutablePointer<UInt64>
    /// What a product with the signs is worth.
    let factors: UnsafeMutablePointer<Float>
    /// `levelStride` bytes a row: two-bit levels of the turned vectors, whose high bits are the
    /// signs, and what a product with them is worth.
    let levels: UnsafeMutablePointer<UInt8>
    /// What the centre adds, or `nil` without one.
    let offsets: UnsafeMutablePointer<Float>?
    let ids: UnsafeMutablePointer<UInt64>
    /// `noGroup` when there is none.
    let groups: UnsafeMutablePointer<UInt64>
    /// The rows in the order of their ids, see ``RowOrder``; written when no more rows are added.
    let order: UnsafeMutablePointer<UInt32>
}

/// The planes a segment has, in the order a file holds them.
enum SegmentPlane: Int, CaseIterable {
    case vectors, codes, steps, bits, factors, levels, offsets, ids, groups, order

    /// Bytes of the plane for `capacity` rows (a multiple of `blockRows`).
    func byteCount(transform: CodeTransform, capacity: Int) -> Int {
        switch self {
        case .vectors: capacity * transform.dimension * 4
        case .codes: capacity * transform.codeDimension
        case .bits: capacity * transform.codeDimension / 8
        case .levels: capacity * transform.levelStride
        case .steps, .factors, .order: capacity * 4
        case .offsets: transform.centre.isEmpty ? 0 : capacity * 4
        case .ids, .groups: capacity * 8
        }
    }
}

extension SegmentPlanes {
    /// Whole blocks for so many rows.
    static func rounded(_ rows: Int) -> Int { (rows + blockRows - 1) / blockRows * blockRows }

    /// The block of bits that a row lies in.
    func block(of slot: Int, _ codeDimension: Int) -> UnsafeMutablePointer<UInt64> {
        bits + slot / Self.blockRows * (codeDimension / 64 * Self.blockRows)
    }

    /// Where every plane begins when they follow each other at multiples of `alignment`, and the
    /// end of the last.
    static func layout(
        transform: CodeTransform,
        capacity: Int,
        alignment: Int
    ) -> (offsets: [Int], end: Int) {
        var offsets: [Int] = []
        var end = 0
        for plane in SegmentPlane.allCases {
            offsets.append(end)
            let bytes = plane.byteCount(transform: transform, capacity: capacity)
            end += (bytes + alignment - 1) / alignment * alignment
        }
        return (offsets, end)
    }

    /// Planes in one piece of memory, at the offsets of `layout`.
    init(
        base: UnsafeMutableRawPointer,
        transform: CodeTransform,
        capacity: Int,
        alignment: Int
    ) {
        let offsets = Self.layout(transform: transform, capacity: capacity, alignment: alignment)
            .offsets
        func plane<Element>(
            _ plane: SegmentPlane,
            _ type: Element.Type
        ) -> UnsafeMutablePointer<Element> {
            (base + offsets[plane.rawValue]).assumingMemoryBound(to: type)
        }
        self.capacity = capacity
        vectors = plane(.vectors, Float.self)
        codes = plane(.codes, UInt8.self)
        steps = plane(.steps, Float.self)
        bits = plane(.bits, UInt64.self)
        factors = plane(.factors, Float.self)
        levels = plane(.levels, UInt8.self)
        self.offsets = transform.centre.isEmpty ? nil : plane(.offsets, Float.self)
        ids = plane(.ids, UInt64.self)
        groups = plane(.groups, UInt64.self)
        order = plane(.order, UInt32.self)
    }
}
