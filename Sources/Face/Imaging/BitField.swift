/// A run of bits in a pixel that holds one channel.
struct BitField: Sendable, Hashable {
    let shift: UInt32
    let width: UInt32

    init(shift: UInt32, width: UInt32) {
        self.shift = shift
        self.width = width
    }

    /// Takes a mask of one unbroken run of bits within a pixel of `bits`; `nil` for any other.
    init?(mask: UInt32, bits: Int) {
        guard mask != 0 else { return nil }
        shift = UInt32(mask.trailingZeroBitCount)
        let run = mask >> shift
        guard run & (run &+ 1) == 0 else { return nil }
        width = UInt32(run.nonzeroBitCount)
        guard Int(shift + width) <= bits else { return nil }
    }

    /// The channel scaled to 0...255.
    @inline(__always)
    func value(in pixel: UInt32) -> UInt8 {
        let raw = (pixel &>> shift) & UInt32(truncatingIfNeeded: (UInt64(1) &<< UInt64(width)) &- 1)
        if width == 8 { return UInt8(truncatingIfNeeded: raw) }
        if width > 8 { return UInt8(truncatingIfNeeded: raw &>> (width &- 8)) }
        let greatest = (UInt32(1) &<< width) &- 1
        return UInt8(truncatingIfNeeded: (raw &* 255 &+ greatest / 2) / greatest)
    }
}
