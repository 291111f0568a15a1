/// What the light sees: for each cell across its view the depth of the nearest surface.
struct ShadowMap {
    private static let side = 128
    /// Millimetres the map spans.
    private static let span: Float = 400

    private let right: Vector
    private let down: Vector
    private let light: Vector
    private var nearest: [Float]

    init(light: Vector, sheets: [SurfaceGrid]) {
        self.light = light
        right = Vector(0, 1, 0).cross(light).normalised
        down = light.cross(right)
        nearest = [Float](repeating: -10_000, count: Self.side * Self.side)
        // Glasses are too thin to count: lenses let the light through.
        for sheet in sheets where sheet.finish != .hard {
            for point in sheet.points where point.coverage > 0.4 {
                let (column, row) = cell(point.place)
                let x = Int(column)
                let y = Int(row)
                guard x >= 0, y >= 0, x < Self.side, y < Self.side else { continue }
                let index = y * Self.side + x
                nearest[index] = max(nearest[index], light.dot(point.place))
            }
        }
    }

    @inline(__always)
    private func cell(_ place: Vector) -> (Float, Float) {
        let scale = Float(Self.side) / Self.span
        return (
            right.dot(place) * scale + 0.5 * Float(Self.side),
            down.dot(place) * scale + 0.5 * Float(Self.side)
        )
    }

    /// The share of the light that arrives, 0...1; soft over a few cells.
    @inline(__always)
    func light(at place: Vector, normal: Vector) -> Float {
        let (column, row) = cell(place + normal * 2)
        let x = Int(column)
        let y = Int(row)
        guard x >= 1, y >= 1, x < Self.side - 1, y < Self.side - 1 else { return 1 }
        let depth = light.dot(place) + 5
        // A box two cells wide, sliding smoothly with the point.
        let across = Vector(1 - column + Float(x), 1, column - Float(x))
        let down = Vector(1 - row + Float(y), 1, row - Float(y))
        var blocked: Float = 0
        nearest.withUnsafeBufferPointer { nearest in
            for line in 0..<3 {
                let start = (y + line - 1) * Self.side + x - 1
                let blockers = Vector(nearest[start], nearest[start + 1], nearest[start + 2])
                let shares = ((blockers - depth) * 0.14)
                    .clamped(lowerBound: .zero, upperBound: .one)
                blocked += down[line] * shares.dot(across)
            }
        }
        return 1 - 0.2 * blocked
    }
}
