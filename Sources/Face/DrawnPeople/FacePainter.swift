/// Colours of the face: skin, lips, brows, beard, scalp; the eyes are `EyePainter`'s.
struct FacePainter {
    let person: PersonTraits
    let layout: FaceLayout
    /// Millimetres between painted points: no edge is drawn sharper than that.
    let pitch: Float
    private let hairLine: Float

    init(person: PersonTraits, layout: FaceLayout, pitch: Float) {
        self.person = person
        self.layout = layout
        self.pitch = pitch
        hairLine = HairLine(person.hair, head: person.head).edge(sine: 0, cosine: 1)
    }

    /// Colour and gloss at a point of the smooth face; `front` is the cosine of its direction.
    func paint(_ x: Float, _ y: Float, front: Float) -> (colour: Vector, gloss: Float) {
        let skin = person.skin
        var colour = skinColour(x, y, front: front)
        var gloss = skin.gloss * (0.5 + 0.5 * hill(x / 60, (y - 10) / 90))
        colour = scalp(colour, x, y, front: front)
        if front > 0 {
            colour = wrinkles(colour, x, y)
            colour = nostrils(colour, x, y)
            colour = lips(colour, x, y, gloss: &gloss)
            colour = brows(colour, x, y)
        }
        return (beard(colour, x, y, front: front), gloss)
    }

    private func skinColour(_ x: Float, _ y: Float, front: Float) -> Vector {
        let skin = person.skin
        let broad = skin.noise.mottle(x * 0.045, y * 0.045)
        let fine = skin.noise.at(x * 0.55 + 40, y * 0.55)
        var colour = skin.base * (1 + skin.mottling * broad + 0.035 * fine)
        guard front > 0 else { return colour }
        let cheeks = hill((abs(x) - 44) / 34, (y - 34) / 28)
        let noseTip = hill(x / 20, (y - layout.noseTip) / 18)
        let red = skin.rosiness * (0.8 * cheeks + 0.6 * noseTip)
        colour *= Vector(1 + 0.05 * red, 1 - 0.30 * red, 1 - 0.28 * red)
        let hollow = hill((abs(x) - person.eyes.spacing) / 24, (y - 10) / 14)
        let dark = (0.13 * person.eyes.bag + 0.07) * hollow
        colour *= Vector(1 - dark, 1 - 1.1 * dark, 1 - 1.1 * dark)
        if skin.freckles > 0 {
            let spread = hill(x / 75, (y - 26) / 48)
            let spot = ramp(skin.noise.at(x * 0.42 + 9, y * 0.42 + 3), 0.34, 0.62)
            colour *=
                Vector(repeating: 1) - Vector(0.22, 0.38, 0.46) * (spot * spread * skin.freckles)
        }
        for mark in skin.marks where abs(y - mark.y) < mark.radius {
            let inside = ramp(hill((x - mark.x) / mark.radius, (y - mark.y) / mark.radius), 0, 0.4)
            colour = mix(colour, colour * Vector(0.34, 0.24, 0.2), inside * mark.strength)
        }
        return colour
    }

    private func wrinkles(_ base: Vector, _ x: Float, _ y: Float) -> Vector {
        let depth = person.skin.wrinkles
        guard depth > 0.08 else { return base }
        var dark: Float = 0
        let noise = person.skin.noise
        if y < -30, y > -78 {
            let wave = (y + 2.2 * noise.at(x * 0.05, 3)) / 10.5
            let line = hill((wave - wave.rounded()) * 6)
            dark += 0.28 * line * hill(x / 56, (y + 54) / 30)
        }
        let corner = person.eyes.spacing + person.eyes.halfWidth
        if abs(x) > corner + 1, abs(y) < 16 {
            let away = abs(x) - corner
            let angle = y / (away + 7) * 4.2
            let line = hill((angle - angle.rounded()) * 4.2)
            dark += 0.26 * line * hill((away - 9) / 11)
        }
        let startX = person.nose.wings + 4
        let startY = layout.noseBase - 5
        let share = (y - startY) / (layout.mouth.y + 9 - startY)
        if share > 0, share < 1 {
            let foldX = mix(startX, layout.mouth.halfWidth + 8, share) + 12 * share * (1 - share)
            dark += 0.26 * hill((abs(x) - foldX) / (1.6 + pitch)) * min(4 * (1 - share), 1)
        }
        dark *= depth
        return base * Vector(1 - 0.9 * dark, 1 - dark, 1 - dark)
    }

    private func nostrils(_ base: Vector, _ x: Float, _ y: Float) -> Vector {
        let nose = person.nose
        let centreX = 0.56 * nose.tipWidth
        let hole = hill((abs(x) - centreX) / 6.2, (y - layout.noseBase - 0.3) / 3.4)
        let crease = hill((abs(x) - nose.wings - 1.2) / 2.6, (y - layout.noseBase + 4.5) / 8)
        let under = hill(x / (nose.wings + 5), (y - layout.noseBase - 3) / 6)
        let dark = min(0.8 * ramp(hole, 0.15, 0.85) + 0.22 * crease + 0.12 * under, 0.85)
        return base * Vector(1 - 0.9 * dark, 1 - dark, 1 - dark)
    }

    private func lips(_ base: Vector, _ x: Float, _ y: Float, gloss: inout Float) -> Vector {
        let mouth = layout.mouth
        let u = mouth.u(x)
        guard abs(u) < 1.12, abs(y - mouth.y) < 26 else { return base }
        let off = y - mouth.line(clamp(u, -1, 1))
        let opening = mouth.opening(u)
        let top = opening + mouth.upperThickness(u)
        let low = opening + mouth.lowerThickness(u)
        let edge = 0.8 + pitch
        var colour = base
        let inside = off < 0 ? (top + off) / edge : (low - off) / edge
        if abs(u) < 1 {
            let fill = ramp(inside, -0.5, 0.8)
            let lip =
                person.mouth.colour
                * (off < 0 ? 0.82 : 1.0 + 0.06 * person.skin.noise.at(x * 1.2, 8))
            colour = mix(colour, lip, 0.85 * fill)
            gloss = mix(gloss, 0.12, fill)
        }
        if opening > 0.3, abs(off) < opening {
            let teeth = off < opening * 0.55
            let shade = 0.55 + 0.45 * max(1 - u * u, 0)
            let white = Pigment.screen(0xE9E1D4) * shade
            colour = mix(
                colour,
                teeth ? white : Pigment.screen(0x4A1F1C),
                ramp(opening - abs(off), 0, edge)
            )
        }
        let closeness = hill((abs(off) - opening) / (0.9 + pitch)) * clamp(8 * (1.06 - abs(u)))
        colour = mix(colour, person.mouth.colour * Vector(0.22, 0.16, 0.16), 0.85 * closeness)
        let corner = hill((abs(u) - 1) * mouth.halfWidth / 4, off / 3.4)
        return colour * (1 - 0.4 * corner)
    }

    private func brows(_ base: Vector, _ x: Float, _ y: Float) -> Vector {
        let brow = person.brows
        guard y < -4, y > -48 else { return base }
        let share = (abs(x) - brow.inner) / brow.length
        guard share > -0.1, share < 1.05 else { return base }
        let lift = layout.browLift[x < 0 ? 0 : 1]
        let rise = brow.arch * (1 - abs(share - brow.archPlace) / max(brow.archPlace, 0.4))
        let middle = -brow.gap - lift + brow.slope * (0.5 - share) - rise + 2 * share * share
        let half = 0.5 * brow.thickness * (share < 0.5 ? 1 : 1 - 0.75 * ramp(share, 0.45, 1.05))
        let slanted = x + (x < 0 ? -0.8 : 0.8) * y
        let strand = person.hair.noise.at(slanted * 1.1, y * 0.25)
        let away = abs(y - middle) / max(half, 0.6)
        let body = ramp(away + 0.25 * strand, 1.15, 0.35)
        let ends = ramp(share, -0.08, 0.08) * ramp(share, 1.04, 0.85)
        return mix(base, brow.colour, clamp(body * ends * brow.density * (0.92 + 0.2 * strand)))
    }

    private func scalp(_ base: Vector, _ x: Float, _ y: Float, front: Float) -> Vector {
        let hair = person.hair
        guard hair.style != .bald else { return base }
        let line = hairLine
        let around = front > 0 ? front : 0
        let edge =
            mix(line * 0.4, line, ramp(around, 0.1, 0.75)) - (hair.style == .receding ? 24 : 0)
        let grain = hair.noise.at(x * 0.8, y * 0.8)
        let cover = ramp(y + 3 * grain, edge + 2, edge - 7)
        let strength: Float = hair.style == .shaved ? 0.72 : 0.5
        return mix(base, hair.colour, cover * strength * (0.9 + 0.2 * grain))
    }

    private func beard(_ base: Vector, _ x: Float, _ y: Float, front: Float) -> Vector {
        let cover = beardCover(x, y, front: front)
        guard cover > 0.01 else { return base }
        let noise = person.beard.noise
        let strand = noise.at(x * 0.9 + 0.12 * y, y * 0.22)
        return mix(base, person.beard.colour * (1 + 0.35 * strand), cover)
    }

    /// How densely the beard covers a point, 0...1.
    func beardCover(_ x: Float, _ y: Float, front: Float) -> Float {
        let style = person.beard.style
        guard style != .none, y > 0, front > -0.35 else { return 0 }
        let mouth = layout.mouth
        let grain = person.beard.noise.at(x * 0.7, y * 0.7)
        let u = clamp(mouth.u(x), -1, 1)
        let off = y - mouth.line(u)
        let lip = mouth.opening(u) + (off < 0 ? mouth.upperThickness(u) : mouth.lowerThickness(u))
        let beside = max(abs(x - mouth.x) - mouth.halfWidth, 0)
        let free = ramp(max(abs(off) - lip, beside) + 0.6 * grain, 0, 2.2)
        let lipTop = mouth.y - mouth.upper
        let moustache =
            ramp(y + grain, layout.noseBase, layout.noseBase + 4)
            * ramp(y, mouth.y + 8, lipTop + 4)
            * ramp(
                abs(x) + 3 * grain + 0.5 * (lipTop - y),
                mouth.halfWidth + 8,
                mouth.halfWidth - 2
            )
        let chinX = (x - mouth.x) / (mouth.halfWidth + 6)
        let chinY = (y - mouth.y - 12) / max(layout.chinHeight - mouth.y, 20)
        let chinAway = (chinX * chinX + chinY * chinY).squareRoot()
        let chin =
            ramp(chinAway + 0.12 * grain, 1.1, 0.85) * ramp(y + 2 * grain, mouth.y - 4, mouth.y + 3)
        let cheekLine =
            layout.noseBase + 2 + 5 * person.beard.top - 0.006 * (abs(x) - 36) * (abs(x) - 36)
            - (abs(x) > 46 ? 1.6 * (abs(x) - 46) : 0)
        let jaw = ramp(y + 4 * grain, cheekLine, cheekLine + 11) * ramp(abs(x), 14, 26)
        switch style {
        case .none: return 0
        case .stubble: return 0.36 * free * max(max(moustache, chin), jaw) * (0.85 + 0.3 * grain)
        case .moustache: return 0.92 * moustache * free
        case .goatee: return 0.9 * max(moustache, chin) * free
        case .short: return 0.78 * max(max(moustache, chin), jaw) * free
        case .full: return 0.95 * max(max(moustache, chin), jaw) * free
        }
    }

    /// How far the beard stands off the skin, in millimetres.
    func beardDepth(_ x: Float, _ y: Float, front: Float) -> Float {
        let thickness: Float
        switch person.beard.style {
        case .full: thickness = 13
        case .short, .goatee, .moustache: thickness = 4
        case .none, .stubble: return 0
        }
        let cover = beardCover(x, y, front: front)
        guard cover > 0 else { return 0 }
        let strand = person.beard.noise.at(x * 0.5, y * 0.12)
        return cover * thickness * (0.85 + 0.2 * strand)
    }
}
