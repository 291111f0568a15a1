public import FaceTypes

/// Writes a picture as PNG, without loss.
///
/// Any thread may call this; it blocks it.
/// - Throws: `libraryMissing`, or `cannotEncode` when libvips fails.
public func encodePNG(_ image: PixelImage) throws(ImagingError) -> [UInt8] {
    try EncodableSamples(image).encoded(as: ImageEncoding(.png))
}

/// Writes a picture as JPEG.
///
/// Any thread may call this; it blocks it.
/// - Parameter quality: 1 to 100; 90 looks like the original, 75 is the usual web photo.
/// - Throws: `libraryMissing`, or `cannotEncode` when libvips fails.
public func encodeJPEG(_ image: PixelImage, quality: Int = 90) throws(ImagingError) -> [UInt8] {
    try EncodableSamples(image).encoded(as: ImageEncoding(.jpeg, quality: quality))
}

/// Writes a picture as WebP, with loss.
///
/// Any thread may call this; it blocks it.
/// - Parameter quality: 1 to 100; 80 is about as good as a JPEG of 90.
/// - Throws: `libraryMissing`, or `cannotEncode` when libvips fails.
public func encodeWebP(_ image: PixelImage, quality: Int = 80) throws(ImagingError) -> [UInt8] {
    try EncodableSamples(image).encoded(as: ImageEncoding(.webp, quality: quality))
}

/// How a file is to be written; beyond what the public functions offer this makes the odd files
/// tests read back.
package struct ImageEncoding: Sendable {
    package var format: ImageFormat
    package var quality: Int
    package var isLossless = false
    package var isInterlaced = false
    package var isCMYK = false

    /// - Precondition: the quality is 1 to 100, and the format is not BMP or ICO.
    package init(_ format: ImageFormat, quality: Int = 90) {
        precondition((1...100).contains(quality) && format != .bmp && format != .ico)
        self.format = format
        self.quality = quality
    }
}

/// Interleaved samples in one of the layouts a file may have.
package struct EncodableSamples: Sendable {
    let bytes: [UInt8]
    let width: Int
    let height: Int
    let layout: SampleLayout

    /// Takes an RGB picture.
    package init(_ image: PixelImage) {
        bytes = image.pixels
        width = image.width
        height = image.height
        layout = SampleLayout(bands: 3, sampleBytes: 1)
    }

    /// Takes 8-bit samples: grey, grey and alpha, RGB, or RGB and alpha.
    package init(width: Int, height: Int, bands: Int, samples: [UInt8]) {
        precondition((1...4).contains(bands) && samples.count == width * height * bands)
        bytes = samples
        self.width = width
        self.height = height
        layout = SampleLayout(bands: bands, sampleBytes: 1)
    }

    /// Takes 16-bit samples of the same kinds.
    package init(width: Int, height: Int, bands: Int, samples: [UInt16]) {
        precondition((1...4).contains(bands) && samples.count == width * height * bands)
        bytes = samples.withUnsafeBytes { [UInt8]($0) }
        self.width = width
        self.height = height
        layout = SampleLayout(bands: bands, sampleBytes: 2)
    }

    /// The file.
    package func encoded(as encoding: ImageEncoding) throws(ImagingError) -> [UInt8] {
        try VipsLibrary.shared().encode(self, as: encoding)
    }
}
