/// The ears; `height` is half of theirs.
struct EarTraits {
    let height: Float
    let stickOut: Float
    let place: Float

    init(_ random: inout SeededRandom, age: Float) {
        height = random.around(31 + 4 * ramp(age, 40, 85), 5)
        stickOut = random.within(7, 19)
        place = random.around(20, 5)
    }
}
