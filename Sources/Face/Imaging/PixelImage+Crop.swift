public import FaceTypes

extension PixelImage {
    /// The part of the picture under a box, its edges rounded to whole pixels.
    ///
    /// What the box holds beyond the picture's edge is left out, so the result may be smaller than
    /// the box; it is `nil` when they share no pixel, or when the box is not finite.
    /// - Complexity: O(pixels of the result).
    public func cropped(to box: Box) -> PixelImage? {
        let sides = [box.x, box.y, box.x + box.width, box.y + box.height]
        // Beyond this a Float no longer tells neighbouring pixels apart, nor is it a sane box.
        guard sides.allSatisfy({ $0.isFinite && abs($0) < 1e9 }) else { return nil }
        let left = max(0, Int(sides[0].rounded()))
        let top = max(0, Int(sides[1].rounded()))
        let right = min(width, Int(sides[2].rounded()))
        let bottom = min(height, Int(sides[3].rounded()))
        guard left < right, top < bottom else { return nil }
        let rowBytes = (right - left) * 3
        let samples = [UInt8](unsafeUninitializedCapacity: rowBytes * (bottom - top)) {
            target,
            count in
            pixels.withUnsafeBytes { source in
                for y in top..<bottom {
                    let start = (y * width + left) * 3
                    let row = UnsafeRawBufferPointer(rebasing: source[start..<start + rowBytes])
                    let to = (y - top) * rowBytes
                    UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(target)[to..<to + rowBytes]
                    ).copyMemory(from: row)
                }
            }
            count = rowBytes * (bottom - top)
        }
        return PixelImage(width: right - left, height: bottom - top, pixels: samples)
    }
}
