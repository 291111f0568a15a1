/// How the hair falls.
enum HairStyle: CaseIterable {
    case bald, shaved, receding, short, sideParted, swept, curly, afro
    case bob, fringe, long, wavy, tiedBack, bun, scarf
}

struct HairTraits {
    let style: HairStyle
    let colour: Vector
    let second: Vector
    let volume: Float
    let line: Float
    let recess: Float
    let part: Float
    let curl: Float
    let length: Float
    let noise: Noise

    init(_ random: inout SeededRandom, manly: Float, age: Float, depth: Float) {
        let men: [(HairStyle, Float)] = [
            (.bald, 0.3 + ramp(age, 30, 70)), (.shaved, 1), (.receding, ramp(age, 25, 60)),
            (.short, 2), (.sideParted, 1.6), (.swept, 1.4), (.curly, 1), (.afro, 0.5 * depth),
            (.wavy, 0.35), (.tiedBack, 0.3),
        ]
        let women: [(HairStyle, Float)] = [
            (.shaved, 0.12), (.short, 0.6), (.sideParted, 0.5), (.curly, 1), (.afro, depth),
            (.bob, 1.5), (.fringe, 1.3), (.long, 1.5), (.wavy, 1.5), (.tiedBack, 1.1), (.bun, 1),
            (.scarf, 0.6),
        ]
        style = random.pick(manly > 0 ? men : women)
        colour = HairTraits.colour(&random, age: age, depth: depth)
        second = random.pick(Pigment.cloth.map(Pigment.screen))
        volume = random.within(0.5, 1.6)
        line = random.around(0, 17)
        recess = random.within(0, 1) * (manly > 0 ? 1 : 0.4)
        part = random.chance(0.5) ? random.within(-1, -0.3) : random.within(0.3, 1)
        curl = random.within(0, 1)
        length = random.around(0, 1)
        noise = Noise(seed: random.next())
    }

    private static func colour(
        _ random: inout SeededRandom,
        age: Float,
        depth: Float
    ) -> Vector {
        let dark = depth > 0.45
        let shades = dark ? Array(Pigment.hair.prefix(4)) : Pigment.hair
        let young = Pigment.screen(random.pick(shades))
        let grey = Pigment.screen(random.pick(Pigment.greyHair))
        let share = clamp(ramp(age, 38, 78) + random.around(0, 0.25)) * (age > 35 ? 1 : 0)
        return mix(young, grey, share)
    }
}
