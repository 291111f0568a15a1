/// Shape and colour of the eyes; `crease` 0 is a lid without a fold.
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
        halfWidth = random.around(16.2, 3.3)
        upper = random.around(6.8 - 0.4 * manly, 2.3) - 0.8 * ramp(age, 45, 85)
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
