/// One point of a painted surface.
struct SurfacePoint {
    var place: Vector
    /// Linear light.
    var colour: Vector
    /// 0...1; parts below are left out sample by sample, which frays edges like hair.
    var coverage: Float
    /// Strength of the mirror-like light.
    var gloss: Float
}
