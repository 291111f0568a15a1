internal import CTurboJPEG
internal import FaceTypes
internal import NativeLibraries

/// Decodes the usual JPEG in one call of libturbojpeg.
///
/// libvips reads the same pixels through the same codec, but its machinery costs two to eight times
/// the codec's own time for photos of a few hundred kilopixels. What is unusual in any way (colours,
/// sizes between the codec's own, an orientation it takes effort to read, anything the codec warns
/// about) is left to `VipsDecoder`, whose verdict and errors are the ones that count.
struct TurboJPEG: Sendable {
    /// libturbojpeg as Debian and its kin package it.
    static let library = NativeLibrary(
        name: "libturbojpeg",
        fileNames: ["libturbojpeg.so.0", "libturbojpeg.0.dylib"],
        installLine: "apt-get install libturbojpeg0"
    )

    /// Where it is looked for, the first hit wins.
    static let places: [SearchPlace] = [.besideExecutable("."), .system]

    /// The bound library; `nil` where there is none, which costs time only.
    static let shared: TurboJPEG? = bound()

    private static func bound() -> TurboJPEG? {
        guard let loaded = try? library.load(searching: places) else { return nil }
        var message = [CChar](repeating: 0, count: 64)
        guard smb_tj_bind(loaded.handle, &message, message.count) == 0 else { return nil }
        return TurboJPEG()
    }

    /// Decodes a file, or gives `nil` for one that is better left to libvips.
    ///
    /// - Throws: `ImagingError` when the picture is larger than the limits allow.
    func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ plan: DecodePlan
    ) throws(ImagingError) -> DecodedImage? {
        let skeleton = JPEGSkeleton(bytes)
        guard skeleton.hasEnd, skeleton.hasTidyHeader, skeleton.scans <= JPEGSkeleton.scansMax,
            let orientation = skeleton.orientation(in: bytes),
            let file = TurboFile(bytes)
        else { return nil }
        try plan.limits.check(width: file.width, height: file.height)
        let shrink = plan.jpegShrink(width: file.width, height: file.height)
        let rest = plan.shrinkFactor(width: file.width / shrink, height: file.height / shrink)
        guard rest == 1, let stored = file.pixels(shrink: shrink) else { return nil }
        let swaps = orientation.swapsSides
        return DecodedImage(
            image: orientation.upright(stored),
            fullWidth: swaps ? file.height : file.width,
            fullHeight: swaps ? file.width : file.height,
            format: .jpeg
        )
    }
}

/// A file the codec has read the header of.
///
/// Not copyable, so that its decoder is freed exactly once. The bytes must outlive it.
private struct TurboFile: ~Copyable {
    private let decoder: UnsafeMutableRawPointer
    private let bytes: UnsafeBufferPointer<UInt8>

    /// Columns as stored.
    let width: Int

    /// Rows as stored.
    let height: Int

    /// `nil` when the codec cannot read it, or its RGB is not all there is to say about the colours.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let decoder = smb_tj_open() else { return nil }
        var header = smb_tj_header()
        let status = smb_tj_read_header(decoder, bytes.baseAddress, bytes.count, &header)
        let plain = [SMB_TJ_YCBCR.rawValue, SMB_TJ_GREY.rawValue]
        guard status == 0, plain.contains(UInt32(bitPattern: header.colours)) else {
            smb_tj_close(decoder)
            return nil
        }
        self.decoder = decoder
        self.bytes = bytes
        width = Int(header.width)
        height = Int(header.height)
    }

    deinit { smb_tj_close(decoder) }

    /// The rows as stored, or `nil` when the codec had anything to say against them.
    ///
    /// - Parameter shrink: 1, 2, 4 or 8.
    func pixels(shrink: Int) -> PixelImage? {
        let columns = (width + shrink - 1) / shrink
        let rows = (height + shrink - 1) / shrink
        var status: Int32 = 1
        let samples = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { target, count in
            status = smb_tj_decode(
                decoder,
                bytes.baseAddress,
                bytes.count,
                Int32(columns),
                Int32(rows),
                target.baseAddress
            )
            count = status == 0 ? columns * rows * 3 : 0
        }
        guard status == 0 else { return nil }
        let image = PixelImage(width: columns, height: rows, pixels: samples)
        if columns * shrink == width, rows * shrink == height { return image }
        // The codec counts a last partial pixel; libvips, with which this has to agree, does not.
        let (wide, high) = (Float(width / shrink), Float(height / shrink))
        return image.cropped(to: Box(x: 0, y: 0, width: wide, height: high))
    }
}
