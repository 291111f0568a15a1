package import ModelPacks

/// A pack's `PixelInput`, ready for inner loops: which byte of a pixel each plane takes, and the
/// line every sample is put through.
package struct PixelScaling: Sendable, Equatable {
    /// Byte of the pixel (R, G, B) that fills each plane.
    let channels: (Int, Int, Int)

    /// Multiplied with the byte.
    let scale: Float

    /// Added after that, one number a plane.
    let offsets: (Float, Float, Float)

    /// Prepares a pack's numbers.
    package init(_ input: PixelInput) {
        channels = input.order == .rgb ? (0, 1, 2) : (2, 1, 0)
        scale = input.scale
        let means = input.mean.count == 3 ? input.mean : [0, 0, 0]
        offsets = (-means[0] * scale, -means[1] * scale, -means[2] * scale)
    }

    private init(
        channels: (Int, Int, Int),
        scale: Float,
        offsets: (Float, Float, Float)
    ) {
        self.channels = channels
        self.scale = scale
        self.offsets = offsets
    }

    /// The conversion of samples `(v - black) * gain`.
    func stretched(black: Float, gain: Float) -> PixelScaling {
        let shift = -black * gain * scale
        return PixelScaling(
            channels: channels,
            scale: scale * gain,
            offsets: (offsets.0 + shift, offsets.1 + shift, offsets.2 + shift)
        )
    }

    /// What a black pixel becomes in each plane.
    var black: [Float] { [offsets.0, offsets.1, offsets.2] }

    /// Compares the numbers.
    package static func == (left: PixelScaling, right: PixelScaling) -> Bool {
        left.channels == right.channels && left.scale == right.scale
            && left.offsets == right.offsets
    }
}
