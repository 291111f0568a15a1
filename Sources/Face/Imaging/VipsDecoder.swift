internal import FaceTypes

/// Decodes the formats libvips reads.
struct VipsDecoder {
    let bytes: UnsafeBufferPointer<UInt8>

    /// What errors and the result call the file; an icon's embedded PNG says `.ico`.
    let format: ImageFormat

    func decode(_ plan: DecodePlan) throws(ImagingError) -> DecodedImage {
        _ = try VipsLibrary.shared()
        try refuseScanBomb()
        var picture = try VipsPicture(bytes, format: format, shrink: 1)
        let (width, height) = (picture.width, picture.height)
        try plan.limits.check(width: width, height: height)
        let codecShrink = codecShrink(for: plan.shrinkFactor(width: width, height: height))
        if codecShrink > 1 {
            picture = try VipsPicture(bytes, format: format, shrink: codecShrink)
        }
        try picture.makePlain(format: format)
        let orientation = picture.orientation
        let stored = try rows(of: &picture, plan: plan)
        let swaps = orientation.swapsSides
        return DecodedImage(
            image: orientation.upright(stored),
            fullWidth: swaps ? height : width,
            fullHeight: swaps ? width : height,
            format: format
        )
    }

    /// The part of a shrink that the codec does itself: JPEG can, by whole powers of two.
    private func codecShrink(for factor: Int) -> Int {
        guard format == .jpeg else { return 1 }
        return [8, 4, 2].first { $0 <= factor } ?? 1
    }

    private func rows(
        of picture: inout VipsPicture,
        plan: DecodePlan
    ) throws(ImagingError) -> PixelImage {
        let (width, height, layout) = (picture.width, picture.height, picture.layout)
        var collector = RowCollector(
            sourceWidth: width,
            sourceHeight: height,
            factor: plan.shrinkFactor(width: width, height: height)
        )
        let strip = Self.stripRows(rowBytes: width * layout.pixelBytes)
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: width * layout.pixelBytes * min(strip, height),
            alignment: 16
        )
        defer { buffer.deallocate() }
        for top in stride(from: 0, to: height, by: strip) {
            let count = min(strip, height - top)
            guard picture.read(top: top, rows: count, into: buffer) else {
                throw .damaged(format, damage(afterRows: top, of: height))
            }
            collector.take(UnsafeRawBufferPointer(buffer), count: count, layout: layout)
        }
        return collector.finished()
    }

    /// Rows fetched at once: enough to make the call cheap, few enough to stay in the cache; a
    /// multiple of 16, the height of a JPEG block row.
    private static func stripRows(rowBytes: Int) -> Int {
        let cacheBytes = 64 * 1024
        return max(16, min(256, cacheBytes / max(1, rowBytes) / 16 * 16))
    }

    private func damage(afterRows rows: Int, of height: Int) -> Damage {
        FileEnding.isComplete(bytes, format: format)
            ? .corrupt(rows: rows, of: height) : .cutShort(rows: rows, of: height)
    }

    /// Refuses a progressive JPEG of so many scans that decoding it would take minutes.
    private func refuseScanBomb() throws(ImagingError) {
        guard format == .jpeg else { return }
        let scans = FileEnding.jpegScanCount(bytes)
        guard scans <= Self.jpegScansMax else {
            throw .damaged(
                .jpeg,
                .field("it has \(scans) scans; the limit is \(Self.jpegScansMax)")
            )
        }
    }

    /// Encoders write about ten; each costs a pass over the whole picture.
    private static let jpegScansMax = 100
}
