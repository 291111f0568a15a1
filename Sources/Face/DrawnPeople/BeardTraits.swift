/// How a beard is worn.
enum BeardStyle {
    case none, stubble, moustache, goatee, short, full
}

/// The beard, if one is worn; `top` moves its upper edge on the cheeks.
struct BeardTraits {
    let style: BeardStyle
    let colour: Vector
    let top: Float
    let noise: Noise

    init(_ random: inout SeededRandom, manly: Float, hair: Vector) {
        let worn: [(BeardStyle, Float)] = [
            (.none, 2.2), (.stubble, 1.4), (.moustache, 0.7), (.goatee, 0.7), (.short, 1.1),
            (.full, 1),
        ]
        style = manly > 0 ? random.pick(worn) : .none
        colour = hair * random.within(0.7, 1.1)
        top = random.within(-1, 1)
        noise = Noise(seed: random.next())
    }
}
