/// How a photo is looked at that is lit so badly that no face was seen in it.
package struct Exposure: Sendable, Hashable {
    /// The sample value that becomes black.
    let black: Float

    /// What samples are multiplied with after that.
    let gain: Float

    /// Score that is enough for a face here; `nil` for the pack's own.
    let scoreThreshold: Float?

    /// As the photo was taken.
    package static let asTaken = Exposure(black: 0, gain: 1, scoreThreshold: nil)

    /// Detectors score faces whose features are blown out this low; they are refused all the same,
    /// but with the reason.
    static let blownOutThreshold: Float = 0.45

    /// What helps a photo of this light; empty when it is well lit.
    package static func helping(_ light: PhotoLight) -> [Exposure] {
        var exposures: [Exposure] = []
        if light.usesLittleRange {
            exposures.append(
                Exposure(
                    black: light.low,
                    gain: PhotoLight.stretchedHigh / (light.high - light.low),
                    scoreThreshold: nil
                )
            )
        }
        if light.isBlownOut {
            exposures.append(Exposure(black: 0, gain: 1, scoreThreshold: blownOutThreshold))
        }
        return exposures
    }

    /// The same conversion of a stretched photo.
    func applied(to scaling: PixelScaling) -> PixelScaling {
        gain == 1 ? scaling : scaling.stretched(black: black, gain: gain)
    }
}
