/// A sheet as the viewer sees it: places in samples, colours in linear light.
struct LitSheet {
    /// One point of the sheet.
    struct Corner {
        /// Red, green, blue, and depth.
        var paint: SIMD4<Float>
        var x: Float
        var y: Float
        /// 0...1, as in `SurfacePoint`.
        var coverage: Float
    }

    let columns: Int
    let rows: Int
    /// Whether the side turned away is drawn too, as of hair seen from within.
    let showsBack: Bool
    let corners: [Corner]
}
