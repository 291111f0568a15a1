/// Where the planes of a segment lie in memory: one array a property, a row or block at a time.
///
/// Rows of a plane are indexed by slot. Bits lie in blocks of 8 rows, as the kernels want them.
struct SegmentPlanes {
    /// Rows there is room for, a multiple of 8.
    let capacity: Int
    /// `dimension` floats a row: the vector as compared.
    let vectors: UnsafeMutablePointer<Float>
    /// `codeDimension` bytes a row: components of the turned vector, scaled, plus 128.
    let codes: UnsafeMutablePointer<UInt8>
    /// What a code step is worth.
    let steps: UnsafeMutablePointer<Float>
    /// `codeDimension / 64 * 8` words a block: signs of the turned vectors.
    let bits: UnsafeMutablePointer<UInt64>
    /// What a product with the signs is worth.
    let factors: UnsafeMutablePointer<Float>
    /// `codeDimension / 64` words a row: low bits of the turned vectors' two-bit levels, whose high
    /// bits are the signs.
    let lows: UnsafeMutablePointer<UInt64>
    /// What a product with the levels is worth.
    let lowFactors: UnsafeMutablePointer<Float>
    /// What the centre adds, or `nil` without one.
    let offsets: UnsafeMutablePointer<Float>?
    let ids: UnsafeMutablePointer<UInt64>
    /// `noGroup` when there is none.
    let groups: UnsafeMutablePointer<UInt64>
}

/// The planes a segment has, in the order a file holds them.
enum SegmentPlane: Int, CaseIterable {
    case vectors, codes, steps, bits, factors, lows, lowFactors, offsets, ids, groups

    /// Bytes of the plane for `capacity` rows (a multiple of 8).
    func byteCount(transform: CodeTransform, capacity: Int) -> Int {
        switch self {
        case .vectors: capacity * transform.dimension * 4
        case .codes: capacity * transform.codeDimension
        case .bits, .lows: capacity * transform.codeDimension / 8
        case .steps, .factors, .lowFactors: capacity * 4
        case .offsets: transform.centre.isEmpty ? 0 : capacity * 4
        case .ids, .groups: capacity * 8
        }
    }
}

extension SegmentPlanes {
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
        lows = plane(.lows, UInt64.self)
        lowFactors = plane(.lowFactors, Float.self)
        self.offsets = transform.centre.isEmpty ? nil : plane(.offsets, Float.self)
        ids = plane(.ids, UInt64.self)
        groups = plane(.groups, UInt64.self)
    }
}
