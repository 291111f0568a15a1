// What makes one drawn person look like nobody else. Lengths are millimetres on a head of natural
// size: x to the viewer's right, y down, z towards the viewer, the origin between the eyes.
// The ranges are wider than a census would give: strangers shall be told apart by proportions.

/// The outline of the head, as half widths at heights.
struct HeadTraits {
    let crown: Float
    let forehead: Float
    let temple: Float
    let cheek: Float
    let jaw: Float
    let jawHeight: Float
    let chin: Float
    let chinHeight: Float
    let chinForward: Float
    let chinKnob: Float
    let chinCleft: Float
    let fullness: Float
    let flatness: Float
    let browRidge: Float
    let cheekbone: Float
    let lopsided: Float

    init(_ random: inout SeededRandom, manly: Float) {
        let build = random.around(0, 1)
        let long = random.around(0, 1)
        crown = random.around(112, 10)
        forehead = random.around(69 + 2 * build, 6)
        temple = random.around(68 + 2 * build, 5)
        cheek = random.around(69 + 5 * build + manly, 6)
        jaw = random.around(52 + 6 * build + 4 * manly, 10)
        jawHeight = random.around(0.62, 0.08)
        chin = random.around(23 + 4 * manly, 8)
        chinHeight = random.around(111 + 11 * long + 3 * manly, 5)
        chinForward = random.around(0, 8)
        chinKnob = random.within(1, 8)
        chinCleft = random.chance(0.2 + 0.1 * manly) ? random.within(0.8, 2.2) : 0
        fullness = random.around(0.5 + 2 * build, 9)
        flatness = random.within(0, 0.36)
        browRidge = random.within(-2, 6) + 2.5 * (manly + 0.4)
        cheekbone = random.within(-4, 9)
        lopsided = random.around(0, 3)
    }
}
