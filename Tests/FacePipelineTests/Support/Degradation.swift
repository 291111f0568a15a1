import FaceTypes
import Foundation
import Imaging

/// Ways to spoil a photo, each meant to be caught by one quality code.
enum Degradation {
    /// Every sample multiplied and shifted, clipped to 0...255.
    static func relit(_ picture: PixelImage, gain: Float, shift: Float = 0) -> PixelImage {
        mapped(picture) { UInt8(min(max(Float($0) * gain + shift, 0), 255)) }
    }

    /// A Gaussian blur, as three passes of a box.
    static func blurred(_ picture: PixelImage, sigma: Float) -> PixelImage {
        let reach = max(1, Int(((4 * sigma * sigma + 1).squareRoot() - 1) / 2 + 0.5))
        var result = picture
        for _ in 0..<3 {
            result = boxed(boxed(result, reach: reach, dx: 1, dy: 0), reach: reach, dx: 0, dy: 1)
        }
        return result
    }

    /// The picture in a colour negative, which no detector takes for a well lit face.
    static func mapped(_ picture: PixelImage, _ change: (UInt8) -> UInt8) -> PixelImage {
        PixelImage(
            width: picture.width,
            height: picture.height,
            pixels: picture.pixels.map(change)
        )
    }

    private static func boxed(_ picture: PixelImage, reach: Int, dx: Int, dy: Int) -> PixelImage {
        var result = picture
        let width = picture.width
        let height = picture.height
        let source = picture.pixels
        let count = 2 * reach + 1
        result.withMutablePixels { target in
            for y in 0..<height {
                for x in 0..<width {
                    var sums = (0, 0, 0)
                    for offset in -reach...reach {
                        let column = min(max(x + offset * dx, 0), width - 1)
                        let row = min(max(y + offset * dy, 0), height - 1)
                        let at = 3 * (row * width + column)
                        sums.0 += Int(source[at])
                        sums.1 += Int(source[at + 1])
                        sums.2 += Int(source[at + 2])
                    }
                    let at = 3 * (y * width + x)
                    target[at] = UInt8((sums.0 + count / 2) / count)
                    target[at + 1] = UInt8((sums.1 + count / 2) / count)
                    target[at + 2] = UInt8((sums.2 + count / 2) / count)
                }
            }
        }
        return result
    }
}
