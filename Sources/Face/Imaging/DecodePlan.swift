/// What a caller asked of a decoder.
struct DecodePlan: Sendable {
    let limits: DecodeLimits
    let atLeastEdge: Int?

    /// The greatest whole factor that leaves the long edge at least as long as asked.
    ///
    /// It is 1 without a wish, and the short edge keeps at least one pixel.
    func shrinkFactor(width: Int, height: Int) -> Int {
        guard let atLeastEdge, atLeastEdge > 0 else { return 1 }
        let factor = max(width, height) / atLeastEdge
        return max(1, min(factor, width, height))
    }

    /// The part of the shrink a JPEG codec does itself, by whole powers of two: 1, 2, 4 or 8.
    func jpegShrink(width: Int, height: Int) -> Int {
        let factor = shrinkFactor(width: width, height: height)
        return [8, 4, 2].first { $0 <= factor } ?? 1
    }
}
