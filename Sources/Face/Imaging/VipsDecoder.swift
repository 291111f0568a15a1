internal import FaceTypes

/// Decodes the formats libvips reads.
struct VipsDecoder {
    let bytes: UnsafeBufferPointer<UInt8>

    /// What errors and the result call the file; an icon's embedded PNG says `.ico`.
    let format: ImageFormat

    func decode(_ plan: DecodePlan) throws(ImagingError) -> DecodedImage {
        _ = try VipsLibrary.shared()
        let strictness = try strictness()
        var picture = try VipsPicture(bytes, format: format, strictness: strictness)
        let (width, height) = (picture.width, picture.height)
        try plan.limits.check(width: width, height: height)
        let codecShrink = format == .jpeg ? plan.jpegShrink(width: width, height: height) : 1
        if codecShrink > 1 {
            picture = try VipsPicture(
                bytes,
                format: format,
                strictness: strictness,
                shrink: codecShrink
            )
        }
        try picture.makePlain(format: format)
        let orientation = orientation(of: picture)
        let stored = try rows(of: &picture, fullHeight: height, plan: plan)
        guard picture.finish() || strictness == .errors else {
            throw .damaged(format, damage(afterRows: height - 1, of: height))
        }
        let swaps = orientation.swapsSides
        return DecodedImage(
            image: orientation.upright(stored),
            fullWidth: swaps ? height : width,
            fullHeight: swaps ? width : height,
            format: format
        )
    }

    /// HEIF says how to turn in boxes of its own, which the codec obeys; phones repeat it in EXIF,
    /// where the standard (ISO/IEC 23008-12, annex A) wants it ignored.
    private func orientation(of picture: borrowing VipsPicture) -> Orientation {
        format == .heic || format == .avif ? .upright : picture.orientation
    }

    private func rows(
        of picture: inout VipsPicture,
        fullHeight: Int,
        plan: DecodePlan
    ) throws(ImagingError) -> PixelImage {
        let (width, height, layout) = (picture.width, picture.height, picture.layout)
        var collector = RowCollector(
            sourceWidth: width,
            sourceHeight: height,
            factor: plan.shrinkFactor(width: width, height: height)
        )
        let strip = Self.stripRows
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: width * layout.pixelBytes * min(strip, height),
            alignment: 16
        )
        defer { buffer.deallocate() }
        for top in stride(from: 0, to: height, by: strip) {
            let count = min(strip, height - top)
            guard picture.read(top: top, rows: count, into: buffer) else {
                throw .damaged(format, damage(afterRows: top * fullHeight / height, of: fullHeight))
            }
            collector.take(UnsafeRawBufferPointer(buffer), count: count, layout: layout)
        }
        return collector.finished()
    }

    /// Rows fetched at once, the height of a JPEG block row: fewer would be decoded anyway, and
    /// more do not make it faster.
    private static let stripRows = 16

    private func damage(afterRows rows: Int, of height: Int) -> Damage {
        FileEnding.isComplete(bytes, format: format)
            ? .corrupt(rows: rows, of: height) : .cutShort(rows: rows, of: height)
    }

    /// How closely libvips is to look, decided by the skeleton of a JPEG.
    ///
    /// libjpeg only warns when compressed data is broken, and fills up with grey. It also warns about
    /// untidy headers, so warnings count where the header is tidy. Other codecs fail by themselves
    /// and warn about trifles such as colour profiles.
    /// - Throws: for a progressive JPEG of so many scans that decoding it would take minutes.
    private func strictness() throws(ImagingError) -> VipsPicture.Strictness {
        guard format == .jpeg else { return .errors }
        let skeleton = JPEGSkeleton(bytes)
        guard skeleton.scans <= JPEGSkeleton.scansMax else {
            throw .damaged(
                .jpeg,
                .field("it has \(skeleton.scans) scans; the limit is \(JPEGSkeleton.scansMax)")
            )
        }
        return skeleton.hasTidyHeader ? .warnings : .errors
    }
}
