package import FaceTypes

/// How far a photo must be turned clockwise so that the faces in it stand upright.
public enum QuarterTurn: Int, Sendable, Hashable, Codable, CaseIterable {
    /// It is upright.
    case none = 0

    /// A quarter clockwise.
    case quarter = 1

    /// Upside down.
    case half = 2

    /// A quarter counter-clockwise.
    case threeQuarters = 3

    /// The turn in degrees, clockwise: 0, 90, 180 or 270.
    public var degrees: Int { rawValue * 90 }

    /// Whether width and height change places.
    package var swapsSides: Bool { self == .quarter || self == .threeQuarters }

    /// Where a point of the turned picture lies in the picture as it was.
    ///
    /// - Parameters:
    ///   - point: In pixels of the turned picture.
    ///   - width: Of the picture as it was, in pixels.
    ///   - height: Likewise.
    package func undone(_ point: Point, width: Float, height: Float) -> Point {
        switch self {
        case .none: point
        case .quarter: Point(x: point.y, y: height - point.x)
        case .half: Point(x: width - point.x, y: height - point.y)
        case .threeQuarters: Point(x: width - point.y, y: point.x)
        }
    }
}
