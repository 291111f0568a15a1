/// Paints one eye with its lids and lashes over the skin.
struct EyePainter {
    let person: PersonTraits
    let look: PortraitLook
    let eye: FaceLayout.Eye
    let pitch: Float

    /// The colour at a face point, given the skin's there; `gloss` follows what is painted.
    func paint(_ x: Float, _ y: Float, skin: Vector, gloss: inout Float) -> Vector {
        let (u, v) = eye.local(x, y)
        var colour = lid(skin, u, v)
        let upper = -eye.upperEdge(u)
        let lower = eye.lowerEdge(u)
        if abs(u) < 1 {
            let inside = min(v - upper, lower - v)
            let open = ramp(inside, -0.5 * pitch - 0.1, 0.7 * pitch + 0.1)
            if open > 0 {
                colour = mix(colour, ball(x, y, u, fromLid: v - upper, toLid: lower - v), open)
                gloss = mix(gloss, 0, open)
            }
        }
        return lashes(colour, u, v, upper: upper, lower: lower)
    }

    private func lid(_ skin: Vector, _ u: Float, _ v: Float) -> Vector {
        guard abs(u) < 1.5 else { return skin }
        let traits = person.eyes
        let clamped = clamp(u, -1.15, 1.15)
        let rim = -eye.upper * max(1 - 0.72 * clamped * clamped, 0)
        var colour = skin
        if traits.crease > 0 {
            let fold = rim - traits.crease * (1 - 0.25 * u * u)
            let line = hill((v - fold) / (1.1 + pitch)) * ramp(abs(u), 1.3, 0.8)
            colour *= Vector(1 - 0.42 * line, 1 - 0.5 * line, 1 - 0.5 * line)
            if traits.shadow > 0 {
                let area = ramp(v, fold - 3, fold + 1) * ramp(v, 1, -1.5) * ramp(abs(u), 1.25, 0.75)
                let tint = Vector(0.55, 0.45, 0.5)
                colour = mix(colour, colour * tint, area * traits.shadow)
            }
        }
        let socket = hill(u / 1.45, (v + 7) / 13) * 0.16
        return colour * Vector(1 - 0.8 * socket, 1 - socket, 1 - socket)
    }

    private func ball(
        _ x: Float,
        _ y: Float,
        _ u: Float,
        fromLid: Float,
        toLid: Float
    ) -> Vector {
        let traits = person.eyes
        let inner = hill((u + 1) / 0.24)
        var white = Pigment.screen(0xEFE8E0) * (1 - 0.22 * u * u)
        white = mix(white, Pigment.screen(0xC98F80), 0.6 * inner)
        let irisX = x - eye.x - look.gazeX
        let irisY = y - eye.y + 0.5 - look.gazeY
        let away = (irisX * irisX + irisY * irisY).squareRoot()
        let radius = traits.irisRadius
        let soft = 0.4 + 0.6 * pitch
        var colour = white
        let within = ramp(away, radius + soft, radius - soft)
        if within > 0 {
            let spoke = person.skin.noise.at(irisX * 6 / (away + 0.6), irisY * 6 / (away + 0.6))
            let ring = 1 - 0.6 * ramp(away, radius - 1.7, radius)
            let glow = 1 + 0.5 * clamp(irisY / radius)
            let iris = traits.iris * (ring * glow * (1 + 0.25 * spoke))
            colour = mix(colour, iris, within)
            let pupil = ramp(away, 2.3 + soft, 2.3 - soft)
            colour = mix(colour, Vector(repeating: 0.004), pupil)
        }
        let shade = 0.55 + 0.45 * ramp(fromLid, 0, 4.2)
        colour *= shade * (0.85 + 0.15 * ramp(toLid, 0, 1.6))
        let glintX = irisX - 2.6 * look.light.x
        let glintY = irisY + 2.1
        let glint = ramp((glintX * glintX + glintY * glintY).squareRoot(), 1.0 + soft, 0.9 - soft)
        return mix(colour, Vector(repeating: 1.15), 0.9 * glint)
    }

    private func lashes(
        _ base: Vector,
        _ u: Float,
        _ v: Float,
        upper: Float,
        lower: Float
    ) -> Vector {
        guard u > -1.02, u < 1.22 else { return base }
        let dark = Pigment.screen(0x1A110D)
        let strength = person.eyes.lash
        let thick = (0.5 + 1.5 * strength) * (0.6 + 0.4 * u)
        let wing = u > 1 ? 3.5 * (u - 1) * eye.halfWidth * 0.35 : 0
        let rise = (v - upper + 0.35 * thick + wing) / (thick + 0.6 * pitch + 0.1)
        let line = hill(rise) * ramp(u, 1.22, 0.95)
        var colour = mix(base, dark, min(0.95, (0.6 + 0.4 * strength) * ramp(line, 0, 0.55)))
        let low = hill((v - lower - 0.2) / (0.7 + 0.6 * pitch)) * ramp(abs(u), 1, 0.85)
        colour = mix(colour, dark, (0.22 + 0.3 * strength) * low)
        return colour
    }
}
