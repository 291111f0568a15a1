/// How one pixel lies in a decoder's rows: grey or RGB, with or without alpha last, 8 or 16 bits.
struct SampleLayout: Sendable, Hashable {
    /// Samples a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    let bands: Int

    /// 1, or 2 in the machine's byte order.
    let sampleBytes: Int

    /// Bytes a pixel.
    var pixelBytes: Int { bands * sampleBytes }

    /// Whether rows are stored RGB as they are wanted.
    var isRGB8: Bool { bands == 3 && sampleBytes == 1 }

    /// Turns a row into 8-bit RGB, transparency laid on white.
    ///
    /// - Parameters:
    ///   - source: `width * pixelBytes` bytes.
    ///   - target: room for `width * 3` bytes; must not overlap the source.
    func convert(_ source: UnsafeRawPointer, width: Int, into target: UnsafeMutablePointer<UInt8>) {
        switch sampleBytes {
        case 1:
            let row = source.assumingMemoryBound(to: UInt8.self)
            convert(width: width, into: target) { row[$0] }
        default:
            convert(width: width, into: target) { index in
                let wide = source.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
                return UInt8(truncatingIfNeeded: (UInt32(wide) &* 255 &+ 32_767) / 65_535)
            }
        }
    }

    @inline(__always)
    private func convert(
        width: Int,
        into target: UnsafeMutablePointer<UInt8>,
        sample: (Int) -> UInt8
    ) {
        let colours = bands >= 3 ? 3 : 1
        let hasAlpha = bands == 2 || bands == 4
        for x in 0..<width {
            let from = x &* bands
            let alpha = hasAlpha ? UInt32(sample(from &+ colours)) : 255
            for channel in 0..<3 {
                let ink = UInt32(sample(from &+ (colours == 3 ? channel : 0)))
                let laid = (ink &* alpha &+ 255 &* (255 &- alpha) &+ 127) / 255
                target[x &* 3 &+ channel] = UInt8(truncatingIfNeeded: laid)
            }
        }
    }
}
