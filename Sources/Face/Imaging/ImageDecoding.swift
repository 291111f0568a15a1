/// Decodes a picture file, whatever its name, into upright 8-bit sRGB.
///
/// A function of the bytes and the limits alone: nothing is written anywhere, least of all to
/// temporary files. JPEG, PNG, WebP, GIF, TIFF, HEIC and AVIF go through libvips, with no other of
/// its readers let in, the usual JPEG past it straight to the codec where that is installed; BMP and ICO have small readers here. Of animations and many-page files the
/// first picture is taken, of icons the largest. Colour profiles inside RGB files are not applied.
///
/// Any thread may call this; it blocks that thread and uses no other for the formats cameras write
/// (libheif may use up to four for HEIC and AVIF).
/// - Parameters:
///   - bytes: The whole file.
///   - limits: What the file may ask for, checked from its header.
///   - atLeastEdge: When given, the picture may come out smaller by a whole factor, as long as its
///     long edge stays at least this many pixels: far cheaper in time (JPEG) and memory (all).
/// - Returns: The upright picture, transparency laid on white, and its full size.
/// - Throws: `ImagingError`; a truncated or broken file is an error, never a half grey picture.
/// - Complexity: O(bytes + full-size pixels); memory a few rows beyond the result for JPEG, and the
///   full picture for interlaced or single-block formats.
public func decodeImage(
    _ bytes: [UInt8],
    limits: DecodeLimits = DecodeLimits(),
    atLeastEdge: Int? = nil
) throws(ImagingError) -> DecodedImage {
    let plan = DecodePlan(limits: limits, atLeastEdge: atLeastEdge)
    return try decode(bytes, plan, turbo: TurboJPEG.shared)
}

/// The same by libvips alone: the reference that the direct way to the JPEG codec is tested against.
package func decodeImageByReference(
    _ bytes: [UInt8],
    limits: DecodeLimits = DecodeLimits(),
    atLeastEdge: Int? = nil
) throws(ImagingError) -> DecodedImage {
    try decode(bytes, DecodePlan(limits: limits, atLeastEdge: atLeastEdge), turbo: nil)
}

private func decode(
    _ bytes: [UInt8],
    _ plan: DecodePlan,
    turbo: TurboJPEG?
) throws(ImagingError) -> DecodedImage {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= plan.limits.bytesMax else {
        throw .tooManyBytes(found: bytes.count, limit: plan.limits.bytesMax)
    }
    let outcome = bytes.withUnsafeBufferPointer { buffer in
        Result { () throws(ImagingError) -> DecodedImage in
            try decode(buffer, plan, turbo: turbo)
        }
    }
    return try outcome.get()
}

/// Names the format of a file from its first bytes, without decoding it.
///
/// - Throws: `empty`, `notAnImage` or `unsupported`.
public func imageFormat(of bytes: [UInt8]) throws(ImagingError) -> ImageFormat {
    guard !bytes.isEmpty else { throw .empty }
    let signature = bytes.withUnsafeBufferPointer { ImageSignature(of: $0) }
    return try signature.format()
}

extension ImageSignature {
    func format() throws(ImagingError) -> ImageFormat {
        switch self {
        case .known(let format): return format
        case .foreign(let kind): throw .unsupported(found: kind)
        case .unknown(let looksLike): throw .notAnImage(looksLike: looksLike)
        }
    }
}

private func decode(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ plan: DecodePlan,
    turbo: TurboJPEG?
) throws(ImagingError) -> DecodedImage {
    let format = try ImageSignature(of: bytes).format()
    switch format {
    case .bmp:
        return try BitmapReader(file: bytes).decode(plan)
    case .ico:
        return try IconReader(bytes).decode(plan)
    case .jpeg:
        if let usual = try turbo?.decode(bytes, plan) { return usual }
        return try VipsDecoder(bytes: bytes, format: format).decode(plan)
    case .png, .webp, .gif, .tiff, .heic, .avif:
        return try VipsDecoder(bytes: bytes, format: format).decode(plan)
    }
}
