/// What differs between two photos of one person: pose, expression, light, framing, clothes.
struct PortraitLook {
    let yaw: Float
    let pitch: Float
    let roll: Float

    let smile: Float
    let gap: Float
    let browRaise: Float
    let openness: Float
    let gazeX: Float
    let gazeY: Float

    /// Towards the light, unit length, in the viewer's frame.
    let light: Vector
    let lightColour: Vector
    let ambient: Vector

    let backdrop: (Vector, Vector)
    let backdropNoise: Noise
    let scale: Float
    let shiftX: Float
    let shiftY: Float

    let cloth: Vector
    let neckline: Float
    let collar: Bool
    let clothNoise: Noise

    init(_ person: PersonTraits, seed: UInt64, variation: UInt64) {
        var random = SeededRandom(seed: seed ^ (variation &* 0x9FB2_1C65_1E98_DF25), stream: 2)
        yaw = radians(random.around(0, 8))
        pitch = radians(random.around(0, 5))
        roll = radians(random.around(0, 5))
        smile = clamp(person.habit.smile + random.around(0, 0.28))
        gap = person.habit.gap * random.within(0.4, 1.15) * (random.chance(0.75) ? 1 : 0)
        browRaise = random.around(0, 1.2)
        openness = random.around(1, 0.1)
        gazeX = random.around(0, 0.8) - 8 * yaw
        gazeY = random.around(0, 0.5)

        let azimuth = radians(random.around(0, 26))
        let height = radians(random.within(16, 44))
        light = Vector(
            sine(azimuth) * cosine(height),
            -sine(height),
            cosine(azimuth) * cosine(height)
        )
        let warmth = random.around(0, 0.07)
        let strength = random.within(0.72, 0.92)
        lightColour = Vector(1 + warmth, 1, 1 - warmth) * strength
        let fill = random.within(0.31, 0.39)
        ambient = Vector(1 - 0.4 * warmth, 1, 1 + 0.6 * warmth) * fill

        let wall = Pigment.screen(random.pick(Pigment.backdrop))
        backdrop = (wall * random.within(0.9, 1.1), wall * random.within(0.45, 0.8))
        backdropNoise = Noise(seed: random.next())
        scale = random.around(1, 0.06)
        shiftX = random.around(0, 0.02)
        shiftY = random.around(0, 0.015)

        cloth = Pigment.screen(random.pick(Pigment.cloth))
        neckline = random.unit()
        collar = random.chance(0.35)
        clothNoise = Noise(seed: random.next())
    }
}
