/// The eyebrows: where they lie over the eyes, and how they are grown.
struct BrowTraits {
    let gap: Float
    let inner: Float
    let length: Float
    let arch: Float
    let archPlace: Float
    let slope: Float
    let thickness: Float
    let density: Float
    let colour: Vector

    init(_ random: inout SeededRandom, manly: Float, colour: Vector) {
        gap = random.around(19.5 - 1.5 * manly, 5.5)
        inner = random.around(13, 6)
        length = random.around(41, 7)
        arch = random.around(4.2 - 1.2 * manly, 4.2)
        archPlace = random.within(0.45, 0.75)
        slope = random.around(0.4, 3)
        thickness = random.around(7 + 1.2 * manly, 3.8)
        density = random.within(0.7, 1)
        self.colour = colour
    }
}
