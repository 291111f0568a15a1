/// The wall behind the person: a soft spot of light with a trace of grain.
struct Backdrop {
    private let near: Vector
    private let far: Vector
    private let noise: Noise
    private let across: Float
    private let down: Float
    private let spot: Float

    init(look: PortraitLook, width: Int, height: Int) {
        near = look.backdrop.0
        far = look.backdrop.1
        noise = look.backdropNoise
        across = 1 / Float(width)
        down = 1 / Float(height)
        spot = 0.5 + 0.3 * look.light.x
    }

    @inline(__always)
    func colour(_ x: Int, _ y: Int) -> Vector {
        let u = Float(x) * across
        let v = Float(y) * down
        let away = (u - spot) * (u - spot) + (v - 0.3) * (v - 0.3)
        let cloud = noise.at(u * 4, v * 4) * 0.06
        let grain = noise.cell(x + 7 * (y >> 6), y + 13 * (x >> 6)) * 0.012
        return mix(near, far, clamp(1.5 * away)) * (1 + cloud + grain)
    }
}
