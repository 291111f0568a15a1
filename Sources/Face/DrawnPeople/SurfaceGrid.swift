/// A curved sheet of painted points, row by row; neighbours span the sheet.
///
/// Sheets are fine (about a pixel a cell), so that colour and light are computed once a point and
/// the rasteriser only blends: the idea of micropolygons (Cook, Carpenter and Catmull, 1987).
struct SurfaceGrid {
    let columns: Int
    let rows: Int
    let finish: Finish
    var points: [SurfacePoint]

    init(
        columns: Int,
        rows: Int,
        finish: Finish,
        point: (_ column: Int, _ row: Int) -> SurfacePoint
    ) {
        precondition(columns > 1 && rows > 1)
        self.columns = columns
        self.rows = rows
        self.finish = finish
        var points: [SurfacePoint] = []
        points.reserveCapacity(columns * rows)
        for row in 0..<rows {
            for column in 0..<columns { points.append(point(column, row)) }
        }
        self.points = points
    }

    /// Moves every point.
    mutating func move(_ body: (Vector) -> Vector) {
        for index in points.indices { points[index].place = body(points[index].place) }
    }

    /// The unit normal at a point, towards the viewer where the sheet's front is.
    @inline(__always)
    func normal(
        _ points: UnsafeBufferPointer<SurfacePoint>,
        _ column: Int,
        _ row: Int
    ) -> Vector {
        let here = row * columns
        let right = points[here + min(column + 1, columns - 1)].place
        let left = points[here + max(column - 1, 0)].place
        let above = points[max(row - 1, 0) * columns + column].place
        let below = points[min(row + 1, rows - 1) * columns + column].place
        // With y downwards and z towards the viewer, x cross y is towards the viewer.
        return (right - left).cross(below - above).normalised
    }
}
