/// Turns painted sheets into what the viewer sees of them.
struct SheetLighter {
    let lighting: LightingModel
    let shadows: ShadowMap
    let camera: Camera

    func lit(_ sheet: SurfaceGrid) -> LitSheet {
        let showsBack = sheet.finish == .hair || sheet.finish == .hard
        let corners = sheet.points.withUnsafeBufferPointer { points in
            var corners: [LitSheet.Corner] = []
            corners.reserveCapacity(points.count)
            for row in 0..<sheet.rows {
                for column in 0..<sheet.columns {
                    corners.append(corner(points, sheet, column, row, showsBack))
                }
            }
            return corners
        }
        return LitSheet(
            columns: sheet.columns,
            rows: sheet.rows,
            showsBack: showsBack,
            corners: corners
        )
    }

    @inline(__always)
    private func corner(
        _ points: UnsafeBufferPointer<SurfacePoint>,
        _ sheet: SurfaceGrid,
        _ column: Int,
        _ row: Int,
        _ showsBack: Bool
    ) -> LitSheet.Corner {
        let point = points[row * sheet.columns + column]
        let place = camera.projected(point.place)
        var corner = LitSheet.Corner(
            paint: Vector(0, 0, 0, place.z),
            x: place.x * Float(SampleBuffer.factor),
            y: place.y * Float(SampleBuffer.factor),
            coverage: point.coverage
        )
        guard point.coverage > 0 else { return corner }
        let normal = sheet.normal(points, column, row)
        // Points that cannot be seen need no light; a little margin serves their neighbours.
        guard showsBack || normal.z > -0.4 else { return corner }
        let facing = normal.z < 0 ? -normal : normal
        let shadow = shadows.light(at: point.place, normal: facing)
        let colour = lighting.lit(point, normal: facing, finish: sheet.finish, shadow: shadow)
        corner.paint = colour
        corner.paint.w = place.z
        return corner
    }
}
