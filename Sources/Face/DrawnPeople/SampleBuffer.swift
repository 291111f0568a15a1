/// The picture while it is drawn: four samples a pixel, each a colour and a depth.
struct SampleBuffer {
    /// Samples a pixel's side.
    static let factor = 2
    /// The depth of a sample nothing was drawn on.
    static let empty: Float = -10_000

    let width: Int
    let height: Int
    /// Red, green, blue in linear light, and depth in millimetres towards the viewer.
    private(set) var samples: [SIMD4<Float>]

    init(width: Int, height: Int) {
        self.width = width * Self.factor
        self.height = height * Self.factor
        samples = [SIMD4<Float>](
            repeating: SIMD4(0, 0, 0, Self.empty),
            count: self.width * self.height
        )
    }

    /// Draws a lit sheet, cell by cell.
    mutating func draw(_ sheet: LitSheet) {
        let (width, height) = (self.width, self.height)
        samples.withUnsafeMutableBufferPointer { samples in
            sheet.corners.withUnsafeBufferPointer { corners in
                let brush = Brush(
                    samples: samples,
                    width: width,
                    height: height,
                    showsBack: sheet.showsBack
                )
                for row in 0..<(sheet.rows - 1) {
                    let start = row * sheet.columns
                    for column in 0..<(sheet.columns - 1) {
                        let upper = start + column
                        let lower = upper + sheet.columns
                        brush.triangle(corners[upper], corners[upper + 1], corners[lower])
                        brush.triangle(corners[upper + 1], corners[lower + 1], corners[lower])
                    }
                }
            }
        }
    }
}
