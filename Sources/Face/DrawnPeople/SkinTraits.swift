/// A mole or birthmark, in the face's millimetres.
struct SkinMark {
    let x: Float
    let y: Float
    let radius: Float
    let strength: Float
}

/// Colour and texture of the skin.
struct SkinTraits {
    let depth: Float
    let base: Vector
    let rosiness: Float
    let freckles: Float
    let wrinkles: Float
    let mottling: Float
    let gloss: Float
    let marks: [SkinMark]
    let noise: Noise

    init(_ random: inout SeededRandom, depth: Float, age: Float) {
        self.depth = depth
        base = Pigment.skin(depth: depth, warmth: random.around(0, 1.1))
        rosiness = random.within(0.05, 0.8) * (1 - 0.5 * depth)
        freckles = depth < 0.4 && random.chance(0.35) ? random.within(0.3, 1) : 0
        wrinkles = clamp(ramp(age, 30, 85) + random.around(0, 0.12))
        mottling = random.within(0.02, 0.07) + 0.04 * ramp(age, 40, 85)
        gloss = random.within(0.04, 0.16) + 0.12 * depth
        let count = random.chance(0.6) ? 1 + random.index(below: 4) : 0
        marks = (0..<count).map { _ in
            SkinMark(
                x: random.around(0, 58),
                y: random.within(-55, 95),
                radius: random.within(0.9, 2.1),
                strength: random.within(0.4, 0.85)
            )
        }
        noise = Noise(seed: random.next())
    }
}
