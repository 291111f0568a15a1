import FaceTypes
import Imaging

/// Pictures in every state a file can be in.
enum WorldPicture {
    static func encoded(_ image: PixelImage, as oddity: WorldOddity) throws -> [UInt8] {
        switch oddity {
        case .emptyPicture: return []
        case .cutPicture:
            let whole = try encodeJPEG(image, quality: 90)
            return Array(whole.prefix(whole.count / 2))
        case .turnedPicture:
            // Stored lying down; the tag says which way is up.
            return try tagged(
                encodeJPEG(image.rotated(quarterTurns: 3), quality: 92),
                orientation: 6
            )
        case .cmykPicture:
            var encoding = ImageEncoding(.jpeg, quality: 92)
            encoding.isCMYK = true
            return try EncodableSamples(image).encoded(as: encoding)
        case .progressivePicture:
            var encoding = ImageEncoding(.jpeg, quality: 92)
            encoding.isInterlaced = true
            return try EncodableSamples(image).encoded(as: encoding)
        case .gifPicture: return try EncodableSamples(image).encoded(as: ImageEncoding(.gif))
        case .nobodyInPicture: return try encodeJPEG(meadow(), quality: 90)
        case .bombPicture: return bomb()
        default: return try encodeJPEG(image, quality: 92)
        }
    }

    /// A JPEG with an EXIF orientation.
    private static func tagged(_ jpeg: [UInt8], orientation: UInt8) -> [UInt8] {
        var exif: [UInt8] = Array("Exif".utf8) + [0, 0] + Array("MM".utf8) + [0, 42, 0, 0, 0, 8]
        exif += [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
        let length = exif.count + 2
        return Array(jpeg.prefix(2)) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + exif
            + jpeg.dropFirst(2)
    }

    /// Pictures of one size side by side: people of whom none is more the subject than another.
    static func group(_ images: [PixelImage]) -> PixelImage {
        let edge = images[0].width
        var pixels: [UInt8] = []
        for y in 0..<edge {
            for image in images { pixels += image.pixels[(y * edge * 3)..<((y + 1) * edge * 3)] }
        }
        return PixelImage(width: edge * images.count, height: edge, pixels: pixels)
    }

    /// Grass under a sky, and nobody; dark and light enough that light is not to blame.
    private static func meadow() -> PixelImage {
        var pixels: [UInt8] = []
        for y in 0..<300 {
            for _ in 0..<400 { pixels += y < 140 ? [140, 180, 230] : [50, 90, 40] }
        }
        return PixelImage(width: 400, height: 300, pixels: pixels)
    }

    /// The head of a PNG that claims 20,000 x 20,000 pixels.
    private static func bomb() -> [UInt8] {
        let size: [UInt8] = [0, 0, 0x4E, 0x20]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
            + Array("IHDR".utf8) + size + size + [8, 2, 0, 0, 0, 0, 0, 0, 0]
            + [0, 0, 0, 10] + Array("IDAT".utf8) + [UInt8](repeating: 0, count: 600)
    }
}
