internal import CVips
internal import NativeLibraries

/// The one door to libvips: the library itself, started once for the whole process.
///
/// libvips is process-wide by nature (its types, its blocked loaders), hence the one shared value;
/// it is immutable once made, and a `static let` makes it exactly once.
struct VipsLibrary: Sendable {
    /// What libvips calls itself, such as `8.14.1`.
    let version: String

    /// libvips as Debian and its kin package it.
    static let library = NativeLibrary(
        name: "libvips",
        fileNames: ["libvips.so.42", "libvips.42.dylib"],
        installLine: "apt-get install libvips42 libheif1"
    )

    /// Where it is looked for, the first hit wins.
    static let places: [SearchPlace] = [
        .environment(variable: "SEMBLANCE_VIPS"), .besideExecutable("."), .system,
    ]

    private static let outcome = Result { () throws(ImagingError) -> VipsLibrary in try start() }

    /// The started library.
    static func shared() throws(ImagingError) -> VipsLibrary {
        try outcome.get()
    }

    /// Whether this libvips can read a format; BMP and ICO do not need it.
    func canRead(_ format: ImageFormat) -> Bool {
        switch format {
        case .bmp, .ico: return true
        default: return smb_vips_can_read(VipsPicture.codec(of: format)) == 1
        }
    }

    private static func start() throws(ImagingError) -> VipsLibrary {
        do throws(NativeLibraryError) {
            let loaded = try library.load(searching: places)
            try bind(loaded)
            return VipsLibrary(version: String(cString: smb_vips_version()))
        } catch {
            throw .libraryMissing(error)
        }
    }

    private static func bind(_ loaded: LoadedLibrary) throws(NativeLibraryError) {
        var message = [CChar](repeating: 0, count: 1024)
        let outcome = smb_vips_bind(loaded.handle, &message, message.count)
        guard outcome != 0 else { return }
        let text = String(
            decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let fault: NativeLibraryError.Fault =
            outcome == 1
            ? .missingSymbol(path: loaded.path, symbol: text)
            : .unusable(path: loaded.path, reason: text)
        throw NativeLibraryError(library: library, fault: fault)
    }
}

/// A picture libvips has read the header of; rows come from top to bottom, on one thread.
///
/// Not copyable, so that it is closed exactly once. The bytes it was opened from must outlive it.
struct VipsPicture: ~Copyable {
    private var picture: smb_vips_picture

    /// Columns as stored, after the codec's own shrink.
    var width: Int { Int(picture.width) }

    /// Rows as stored, after the codec's own shrink.
    var height: Int { Int(picture.height) }

    /// How the samples lie.
    var layout: SampleLayout {
        SampleLayout(bands: Int(picture.bands), sampleBytes: Int(picture.sample_bytes))
    }

    /// How the stored rows must be turned to be upright.
    var orientation: Orientation { Orientation(rawValue: Int(picture.orientation)) ?? .upright }

    /// What makes decoding fail.
    enum Strictness {
        /// Errors of the codec, and an early end of the file.
        case errors
        /// Warnings of the codec as well.
        case warnings
    }

    /// Reads the header.
    ///
    /// - Parameter shrink: 1; or 2, 4 or 8 for JPEG.
    init(
        _ bytes: UnsafeBufferPointer<UInt8>,
        format: ImageFormat,
        strictness: Strictness,
        shrink: Int = 1
    ) throws(ImagingError) {
        let codec = Self.codec(of: format)
        var opened = smb_vips_picture()
        let outcome = smb_vips_picture_open(
            bytes.baseAddress,
            bytes.count,
            codec,
            strictness == .warnings ? 1 : 0,
            Int32(shrink),
            &opened
        )
        picture = opened
        guard outcome == 0 else {
            guard smb_vips_can_read(codec) == 1 else { throw .codecMissing(format) }
            let isComplete = FileEnding.isComplete(bytes, format: format)
            throw .damaged(format, isComplete ? .header : .headerCutShort)
        }
    }

    /// Makes the samples 8-bit or 16-bit grey or RGB, if they are not already.
    mutating func makePlain(format: ImageFormat) throws(ImagingError) {
        guard smb_vips_picture_is_plain(&picture) == 0 else { return }
        guard smb_vips_picture_make_srgb(&picture) == 0 else {
            throw .unsupportedVariant(format, found: "in a colour space that cannot be converted")
        }
    }

    /// Decodes the next rows; false when they are damaged.
    mutating func read(top: Int, rows: Int, into samples: UnsafeMutableRawBufferPointer) -> Bool {
        precondition(samples.count >= rows * width * layout.pixelBytes)
        return smb_vips_picture_read(&picture, Int32(top), Int32(rows), samples.baseAddress) == 0
    }

    /// Closes the picture after its last row; false when the codec noticed damage in the last rows.
    mutating func finish() -> Bool {
        smb_vips_picture_close(&picture) == 0
    }

    deinit {
        var closing = picture
        _ = smb_vips_picture_close(&closing)
        smb_vips_thread_release()
    }

    static func codec(of format: ImageFormat) -> smb_vips_codec {
        switch format {
        case .jpeg: return SMB_VIPS_JPEG
        case .png, .ico, .bmp: return SMB_VIPS_PNG
        case .webp: return SMB_VIPS_WEBP
        case .gif: return SMB_VIPS_GIF
        case .tiff: return SMB_VIPS_TIFF
        case .heic, .avif: return SMB_VIPS_HEIF
        }
    }
}

extension VipsLibrary {
    /// Writes samples as a file in memory.
    func encode(
        _ samples: EncodableSamples,
        as encoding: ImageEncoding
    ) throws(ImagingError) -> [UInt8] {
        var wish = smb_vips_encoding(
            codec: VipsPicture.codec(of: encoding.format),
            quality: Int32(encoding.quality),
            lossless: encoding.isLossless ? 1 : 0,
            av1: encoding.format == .avif ? 1 : 0,
            interlaced: encoding.isInterlaced ? 1 : 0,
            cmyk: encoding.isCMYK ? 1 : 0
        )
        var written: UnsafeMutablePointer<UInt8>?
        var length = 0
        let outcome = samples.bytes.withUnsafeBytes { bytes in
            smb_vips_encode(
                bytes.baseAddress,
                Int32(samples.width),
                Int32(samples.height),
                Int32(samples.layout.bands),
                Int32(samples.layout.sampleBytes),
                &wish,
                &written,
                &length
            )
        }
        defer { smb_vips_thread_release() }
        guard outcome == 0, let written else { throw .cannotEncode(encoding.format) }
        defer { smb_vips_bytes_free(written) }
        return [UInt8](UnsafeBufferPointer(start: written, count: length))
    }

    /// Draws Pango markup as a coverage mask.
    func renderText(markup: String, font: String) throws(ImagingError) -> GreyImage {
        var coverage: UnsafeMutablePointer<UInt8>?
        var (width, height) = (Int32(0), Int32(0))
        let outcome = smb_vips_text(markup, font, &coverage, &width, &height)
        defer { smb_vips_thread_release() }
        guard outcome == 0, let coverage, width > 0, height > 0 else { throw .cannotRenderText }
        defer { smb_vips_bytes_free(coverage) }
        let samples = UnsafeBufferPointer(start: coverage, count: Int(width) * Int(height))
        return GreyImage(width: Int(width), height: Int(height), pixels: [UInt8](samples))
    }
}
