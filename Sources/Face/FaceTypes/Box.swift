/// An upright rectangle in a picture, in pixels; it may reach beyond the picture's edge.
public struct Box: Sendable, Hashable, Codable {
    /// Left edge.
    public var x: Float

    /// Top edge.
    public var y: Float

    /// Extent to the right; positive.
    public var width: Float

    /// Extent downwards; positive.
    public var height: Float

    /// Makes a box from its top left corner and its size, in pixels.
    public init(x: Float, y: Float, width: Float, height: Float) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Pixels squared.
    public var area: Float { width * height }

    /// The middle of the box.
    public var centre: Point { Point(x: x + width / 2, y: y + height / 2) }

    /// The shorter side, in pixels: what "face size" means everywhere in this project.
    public var shortEdge: Float { min(width, height) }

    /// Whether the point lies inside or on the edge.
    public func contains(_ point: Point) -> Bool {
        point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height
    }

    /// The area both boxes share, in pixels squared; 0 when they do not touch.
    public func intersectionArea(with other: Box) -> Float {
        let wide = min(x + width, other.x + other.width) - max(x, other.x)
        let high = min(y + height, other.y + other.height) - max(y, other.y)
        return wide > 0 && high > 0 ? wide * high : 0
    }

    /// Intersection over union, 0...1.
    public func overlap(with other: Box) -> Float {
        let shared = intersectionArea(with: other)
        let union = area + other.area - shared
        return union > 0 ? shared / union : 0
    }
}
