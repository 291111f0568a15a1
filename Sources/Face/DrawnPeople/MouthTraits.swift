/// The mouth at rest; `drop` is its place between nose (0) and chin (1).
struct MouthTraits {
    let drop: Float
    let halfWidth: Float
    let upper: Float
    let lower: Float
    let bow: Float
    let corner: Float
    let pout: Float
    let philtrum: Float
    let colour: Vector
    let shift: Float

    init(_ random: inout SeededRandom, manly: Float, age: Float, skin: Vector) {
        let thin = 1 - 0.35 * ramp(age, 40, 85)
        drop = random.around(0.36, 0.1)
        halfWidth = random.around(25.5 + manly, 6.5)
        upper = random.around(6 - 0.5 * manly, 3.6) * thin
        lower = random.around(9 - 0.6 * manly, 4.2) * thin
        bow = random.within(0.05, 0.5)
        corner = random.around(0.8, 1.8)
        pout = random.within(0.5, 5)
        philtrum = random.within(0.2, 1)
        shift = random.around(0, 2)
        let natural = skin * Vector(0.80, 0.50, 0.48) + Vector(0.03, 0, 0)
        let painted = random.pick([0x9E2B2E, 0xB4505A, 0x7A2634, 0xC26A60].map(Pigment.screen))
        let made = manly < 0 && random.chance(0.45) ? random.within(0.3, 0.85) : 0
        colour = mix(natural, painted, made)
    }
}
