/// The kinds of picture file that can be read.
public enum ImageFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// JPEG, baseline or progressive, grey, RGB or CMYK.
    case jpeg
    /// PNG of any depth, with or without transparency.
    case png
    /// WebP; the first picture of an animation.
    case webp
    /// GIF; the first picture of an animation.
    case gif
    /// TIFF; the first page.
    case tiff
    /// HEIF with HEVC inside, as phones write it.
    case heic
    /// HEIF with AV1 inside.
    case avif
    /// Uncompressed Windows bitmap.
    case bmp
    /// Windows icon; its largest picture.
    case ico
}

extension ImageFormat: CustomStringConvertible {
    /// The name people know it by, such as `JPEG`.
    public var description: String {
        switch self {
        case .webp: return "WebP"
        default: return rawValue.uppercased()
        }
    }
}
