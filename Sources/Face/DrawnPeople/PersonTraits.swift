/// How a person usually looks into a camera.
struct FaceHabit {
    let smile: Float
    let gap: Float

    init(_ random: inout SeededRandom) {
        smile = random.within(0, 0.85)
        gap = random.chance(0.35) ? random.within(0.3, 1) * (0.4 + smile) : 0
    }
}

/// Everything a drawing needs to know about a person; a pure function of the seed.
struct PersonTraits {
    /// -1 (woman) or 1 (man), as the person presents.
    let manly: Float
    let age: Float
    let head: HeadTraits
    let eyes: EyeTraits
    let brows: BrowTraits
    let nose: NoseTraits
    let mouth: MouthTraits
    let ears: EarTraits
    let skin: SkinTraits
    let hair: HairTraits
    let beard: BeardTraits
    let glasses: GlassesTraits?
    let neck: Float
    let habit: FaceHabit

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: 1)
        let manly: Float = random.chance(0.5) ? 1 : -1
        let years = random.unit()
        let age = 20 + 62 * years * (0.55 + 0.45 * years)
        let tone = random.unit()
        let depth = tone * (0.4 + 0.6 * tone)
        self.manly = manly
        self.age = age
        // Half the strength: the sexes overlap in every measure.
        let sway = manly * random.within(0.2, 0.9)
        head = HeadTraits(&random, manly: sway)
        skin = SkinTraits(&random, depth: depth, age: age)
        hair = HairTraits(&random, manly: manly, age: age, depth: depth)
        let shades = depth > 0.5 ? Array(Pigment.iris.prefix(3)) : Pigment.iris
        let iris = Pigment.screen(random.pick(shades))
        eyes = EyeTraits(&random, manly: sway, age: age, iris: iris)
        let brow = mix(hair.colour, Pigment.screen(0x1C120D), random.within(0.1, 0.8))
        brows = BrowTraits(&random, manly: sway, colour: brow)
        nose = NoseTraits(&random, manly: sway)
        mouth = MouthTraits(&random, manly: sway, age: age, skin: skin.base)
        ears = EarTraits(&random, age: age)
        beard = BeardTraits(&random, manly: manly, hair: hair.colour)
        glasses = GlassesTraits(&random, age: age)
        habit = FaceHabit(&random)
        neck = random.around(49 + 5 * sway, 4)
    }
}
