/// Neck, shoulders and clothes: one sheet, skin above the neckline and cloth below.
struct BodySheet {
    let person: PersonTraits
    let look: PortraitLook
    let pitch: Float

    /// Just below the picture's lower edge.
    private static let bottom: Float = 226

    func sheet() -> SurfaceGrid {
        let step = pitch * 2.4
        let top: Float = 66
        let rows = max(20, Int((Self.bottom - top) / step))
        let columns = max(32, Int(440 / (step * 1.2)))
        let angles = (0..<columns).map { index -> (Float, Float) in
            let angle = radians(105) * (2 * Float(index) / Float(columns - 1) - 1)
            return (sine(angle), cosine(angle))
        }
        return SurfaceGrid(columns: columns, rows: rows, finish: .cloth) { column, row in
            let share = Float(row) / Float(rows - 1)
            return point(share, angles[column], height: mix(top, Self.bottom, share))
        }
    }

    private func point(_ share: Float, _ angle: (Float, Float), height: Float) -> SurfacePoint {
        let neck = person.neck
        let chin = person.head.chinHeight
        let base = chin + 42
        let (sin, cos) = angle
        let spread = ramp(height, base - 14, base + 66)
        let slope = ramp(height, base - 30, base + 6)
        let hidden = 0.8 + 0.2 * ramp(height, chin - 55, chin - 5)
        let width = neck * hidden + 16 * slope + (118 + 16 * person.manly) * spread * spread
        let depth = neck * 0.95 + 42 * spread
        let centre: Float = -22 - 8 * spread
        var place = Vector(sin * width, height, centre + cos * depth)
        let (neckline, cloth) = clothing(sin: sin, cos: cos, base: base)
        let cover = ramp(height, neckline - 1.5 * pitch, neckline + 1.5 * pitch)
        place.z += cover * 3
        place.x += cover * 3 * sin
        let skin = person.skin
        let tendon = 1 - 0.16 * hill((abs(sin) - 0.34) / 0.22) * ramp(height, chin, base)
        let bare = skin.base * Vector(0.95, 0.90, 0.88) * tendon
        let weave = look.clothNoise.at(place.x * 0.9, height * 0.9)
        let folds = look.clothNoise.mottle(place.x * 0.03, height * 0.022)
        let hem = 1 - 0.35 * hill((height - neckline - 2) / 3)
        let dressed = cloth * ((1 + 0.06 * weave + 0.16 * folds) * hem)
        return SurfacePoint(
            place: place,
            colour: mix(bare, dressed, cover),
            coverage: 1,
            gloss: 0
        )
    }

    /// Where the cloth begins in this direction, and its colour there.
    private func clothing(sin: Float, cos: Float, base: Float) -> (Float, Vector) {
        let aside = abs(sin)
        if person.hair.style == .scarf { return (base - 26, person.hair.second) }
        switch look.neckline {
        case ..<0.35: return (base + 2 + 13 * max(cos, 0) * (1 - aside), look.cloth)
        case ..<0.6: return (base - 4 + 52 * max(1 - 1.4 * aside, 0), look.cloth)
        case ..<0.75: return (base - 24, look.cloth)
        default:
            // A shirt: its collar stands, and opens in a narrow V.
            let collar = base - 10 + 44 * hill(aside / 0.26)
            return (collar, look.cloth)
        }
    }
}
