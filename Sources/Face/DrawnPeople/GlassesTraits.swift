/// The frame's shape; the exponent of its outline and its size tell styles apart.
struct GlassesTraits {
    let halfWidth: Float
    let halfHeight: Float
    let corner: Float
    let thickness: Float
    let colour: Vector
    let browLine: Bool

    init?(_ random: inout SeededRandom, age: Float) {
        let worn = random.chance(0.17 + 0.2 * ramp(age, 40, 75))
        let colours = [0x1B1715, 0x4A2C1A, 0x8C8A88, 0x7C2E2A, 0x2E4058, 0xB08A4A]
        halfWidth = random.around(24, 3.5)
        halfHeight = random.around(18, 4.5)
        corner = random.within(0, 1)
        thickness = random.within(1, 2.6)
        colour = Pigment.screen(UInt32(random.pick(colours)))
        browLine = random.chance(0.2)
        if !worn { return nil }
    }
}
