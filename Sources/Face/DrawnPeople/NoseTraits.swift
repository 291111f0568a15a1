/// The nose; `bridge` and `tip` are how far it stands out.
struct NoseTraits {
    let length: Float
    let bridge: Float
    let bridgeWidth: Float
    let tip: Float
    let tipWidth: Float
    let wings: Float
    let wingSize: Float
    let hump: Float
    let upturn: Float
    let bend: Float

    init(_ random: inout SeededRandom, manly: Float) {
        length = random.around(41 + 1.5 * manly, 9)
        bridge = random.around(8 + manly, 6)
        bridgeWidth = random.around(11, 3.5)
        tip = random.around(20, 8)
        tipWidth = random.around(14.5 + manly, 5)
        wings = random.around(18.5 + manly, 5.8)
        wingSize = random.within(5, 10)
        hump = random.around(1, 4)
        upturn = random.around(0, 3.5)
        bend = random.around(0, 3.4)
    }
}
