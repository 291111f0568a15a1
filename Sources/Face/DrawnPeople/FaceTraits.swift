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
        fullness = random.around(0.5 + 1.5 * build, 7)
        flatness = random.within(0.04, 0.3)
        browRidge = random.within(0, 4) + 2.5 * (manly + 0.4)
        cheekbone = random.within(-2, 7)
        lopsided = random.around(0, 3)
    }
}

struct EyeTraits {
    let spacing: Float
    let halfWidth: Float
    let upper: Float
    let lower: Float
    let slant: Float
    let crease: Float
    let depth: Float
    let bulge: Float
    let lash: Float
    let bag: Float
    let uneven: Float
    let peak: Float
    let iris: Vector
    let irisRadius: Float
    let shadow: Float

    init(_ random: inout SeededRandom, manly: Float, age: Float, iris: Vector) {
        spacing = random.around(32, 5.4)
        halfWidth = random.around(16, 3)
        upper = random.around(6.6 - 0.4 * manly, 2) - 0.8 * ramp(age, 45, 85)
        lower = random.around(4.5, 1.5)
        slant = random.around(0.07, 0.2)
        crease = random.chance(0.22) ? 0 : random.within(2.4, 6.5)
        depth = random.within(1, 13)
        bulge = random.within(1.5, 6)
        lash = random.within(0.3, 0.7) + (manly < 0 ? random.within(0.2, 0.6) : 0)
        bag = random.within(0, 0.5) + 0.8 * ramp(age, 35, 80)
        uneven = random.around(0, 1.8)
        peak = random.around(0, 0.35)
        self.iris = iris
        irisRadius = random.within(5.5, 6.4)
        shadow = manly < 0 && random.chance(0.4) ? random.within(0.2, 0.6) : 0
    }
}

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
