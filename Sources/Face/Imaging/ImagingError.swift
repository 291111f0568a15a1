public import NativeLibraries

/// Why a picture cannot be read, written or measured.
public enum ImagingError: Error, Sendable, Hashable {
    /// There are no bytes.
    case empty
    /// The bytes are of no picture format this program knows of; `looksLike` is a guess such as
    /// `text`, if there is one.
    case notAnImage(looksLike: String?)
    /// A picture, or a document, of a kind that is not read here, such as `an SVG drawing`.
    case unsupported(found: String)
    /// A format that is read here, in a variant that is not, such as a compressed BMP.
    case unsupportedVariant(ImageFormat, found: String)
    /// More bytes than the limit.
    case tooManyBytes(found: Int, limit: Int)
    /// More pixels, or longer sides, than the limits.
    case tooLarge(width: Int, height: Int, limits: DecodeLimits)
    /// A known format whose contents cannot be decoded as they should.
    case damaged(ImageFormat, Damage)
    /// libvips is not there or not usable.
    case libraryMissing(NativeLibraryError)
    /// libvips is there, but its reader of this format is not.
    case codecMissing(ImageFormat)
    /// libvips cannot write this format, or not this picture.
    case cannotEncode(ImageFormat)
    /// Text cannot be drawn: most likely the machine has no fonts.
    case cannotRenderText
    /// No similarity transform is determined by the points, because of `reason`.
    case degeneratePoints(reason: String)
}

extension ImagingError: CustomStringConvertible {
    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .empty:
            return "The file is empty. Copy or download the photo again."
        case .notAnImage(let looksLike):
            let guess = looksLike.map { "; it looks like \($0)" } ?? ""
            return "This is not a picture\(guess). Give a photo: \(Self.readable)."
        case .unsupported(let found):
            return "This is \(found), which is not read. Save it as JPEG or PNG and try again."
        case .unsupportedVariant(let format, let found):
            return "This \(format) is \(found), which is not read. Save it as PNG and try again."
        case .tooManyBytes(let found, let limit):
            return "The file has \(found) bytes; the limit is \(limit). Save a smaller copy."
        case .tooLarge(let width, let height, let limits):
            return "The picture is \(width)x\(height) pixels; the limits are"
                + " \(limits.edgePixelsMax) a side and \(limits.pixelsMax) in all."
                + " Scale it down first, or raise the settings edge-max and megapixels-max."
        case .damaged(let format, let damage):
            return "The \(format) file is damaged: \(damage). Copy or download it again."
        case .libraryMissing(let error):
            return error.description
        case .codecMissing(let format):
            return "This machine's libvips cannot read \(format)."
                + " Install its plug-ins (Debian: apt-get install libvips42 libheif1)."
        case .cannotEncode(let format):
            return "This machine's libvips cannot write this picture as \(format)."
                + " Install its plug-ins (Debian: apt-get install libvips42 libheif1)."
        case .cannotRenderText:
            return "Text cannot be drawn, probably because no fonts are installed"
                + " (Debian: apt-get install fonts-dejavu-core)."
        case .degeneratePoints(let reason):
            return "No similarity transform fits the points: \(reason)."
        }
    }

    private static let readable = "JPEG, PNG, WebP, GIF, TIFF, HEIC, AVIF, BMP or ICO"
}
