internal import FaceTypes

/// How stored rows must be turned to be upright; the raw values are those of EXIF tag 0x0112.
///
/// Source: CIPA DC-008 (Exif 2.32), section 4.6.4.
enum Orientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case mirroredUpsideDown = 4
    case transposed = 5
    case needsQuarterTurn = 6
    case transposedUpsideDown = 7
    case needsThreeQuarterTurn = 8

    /// Whether turning swaps width and height.
    var swapsSides: Bool { rawValue >= 5 }

    /// The picture turned upright.
    func upright(_ image: PixelImage) -> PixelImage {
        let right = image.width - 1
        let bottom = image.height - 1
        switch self {
        case .upright:
            return image
        case .mirrored:
            return image.remapped(Remapping(startX: right, xStep: (-1, 0), yStep: (0, 1)))
        case .upsideDown:
            return image.remapped(
                Remapping(startX: right, startY: bottom, xStep: (-1, 0), yStep: (0, -1))
            )
        case .mirroredUpsideDown:
            return image.remapped(Remapping(startY: bottom, xStep: (1, 0), yStep: (0, -1)))
        case .transposed:
            return image.remapped(Remapping(xStep: (0, 1), yStep: (1, 0)))
        case .needsQuarterTurn:
            return image.remapped(Remapping(startY: bottom, xStep: (0, -1), yStep: (1, 0)))
        case .transposedUpsideDown:
            return image.remapped(
                Remapping(startX: right, startY: bottom, xStep: (0, -1), yStep: (-1, 0))
            )
        case .needsThreeQuarterTurn:
            return image.remapped(Remapping(startX: right, xStep: (0, 1), yStep: (-1, 0)))
        }
    }
}
