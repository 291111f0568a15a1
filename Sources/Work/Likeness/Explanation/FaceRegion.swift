package import FaceTypes

/// A part of an aligned crop that is covered to see what it carries; together they are the whole crop.
public enum FaceRegion: String, Sendable, Hashable, Codable, CaseIterable {
    /// Above the brows, with the hair over it.
    case forehead
    /// Beside the face: temples, ears, hair, and what is behind.
    case sides
    /// Both brows and the space between.
    case brows
    /// Both eyes with their lids.
    case eyes
    /// The nose from its bridge to its tip.
    case nose
    /// Both cheeks.
    case cheeks
    /// The lips and what surrounds them.
    case mouth
    /// Chin, jaw and neck.
    case jaw

    /// A rectangle in the face's own frame: origin between the eyes, the x axis through them, unit the
    /// distance of the eyes.
    struct Part: Sendable {
        let across: ClosedRange<Float>
        let down: ClosedRange<Float>
    }

    /// Far beyond any crop's edge.
    private static let edge: Float = 100

    /// Where the region lies; the parts of all regions tile the plane.
    var parts: [Part] {
        let edge = Self.edge
        return switch self {
        case .forehead: [Part(across: -edge...edge, down: -edge...(-0.62))]
        case .sides:
            [
                Part(across: -edge...(-1), down: -0.62...1),
                Part(across: 1...edge, down: -0.62...1),
            ]
        case .brows: [Part(across: -1...1, down: -0.62...(-0.22))]
        case .eyes:
            [
                Part(across: -1...(-0.16), down: -0.22...0.22),
                Part(across: 0.16...1, down: -0.22...0.22),
            ]
        case .nose:
            [
                Part(across: -0.16...0.16, down: -0.22...0.22),
                Part(across: -0.34...0.34, down: 0.22...0.72),
            ]
        case .cheeks:
            [
                Part(across: -1...(-0.34), down: 0.22...0.72),
                Part(across: 0.34...1, down: 0.22...0.72),
                Part(across: -1...(-0.56), down: 0.72...1),
                Part(across: 0.56...1, down: 0.72...1),
            ]
        case .mouth: [Part(across: -0.56...0.56, down: 0.72...1.32)]
        case .jaw:
            [
                Part(across: -edge...(-0.56), down: 1...edge),
                Part(across: 0.56...edge, down: 1...edge),
                Part(across: -0.56...0.56, down: 1.32...edge),
            ]
        }
    }
}

/// Where a pack's template puts the face in a crop.
package struct FaceFrame: Sendable {
    /// Side of the crop, in pixels.
    let edge: Int
    /// Between the eyes, in pixels.
    let origin: Point
    /// Distance of the eyes, in pixels.
    let unit: Float

    /// - Parameter eyes: the centres of both eyes in the template.
    package init(edge: Int, eyes: (left: Point, right: Point)) {
        self.edge = edge
        origin = Point(
            x: (eyes.left.x + eyes.right.x) / 2,
            y: (eyes.left.y + eyes.right.y) / 2
        )
        // Templates stand upright, so the eyes differ in x alone.
        unit = max(eyes.right.x - eyes.left.x, 1)
    }

    /// The parts of a region that lie in the crop, in parts of its side, 0...1.
    package func areas(of region: FaceRegion) -> [Box] {
        region.parts.compactMap { part in
            let left = along(part.across.lowerBound, from: origin.x)
            let right = along(part.across.upperBound, from: origin.x)
            let top = along(part.down.lowerBound, from: origin.y)
            let bottom = along(part.down.upperBound, from: origin.y)
            guard right > left, bottom > top else { return nil }
            return Box(x: left, y: top, width: right - left, height: bottom - top)
        }
    }

    private func along(_ value: Float, from origin: Float) -> Float {
        min(max((value * unit + origin) / Float(edge), 0), 1)
    }
}
