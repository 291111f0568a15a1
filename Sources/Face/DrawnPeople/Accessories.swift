/// Things on or over the head that are not the head: a bun, and glasses.
struct Accessories {
    let person: PersonTraits
    let layout: FaceLayout
    let profile: HeadProfile
    let pitch: Float

    func all() -> [SurfaceGrid] {
        var sheets: [SurfaceGrid] = []
        if person.hair.style == .bun { sheets.append(bun()) }
        if let glasses = person.glasses { sheets += frames(glasses) }
        return sheets
    }

    private func bun() -> SurfaceGrid {
        let hair = person.hair
        let radius = 26 + 12 * hair.volume
        let middle = Vector(6 * hair.part, -person.head.crown - 0.55 * radius, -18)
        let count = max(20, Int(2.4 * radius / pitch))
        return SurfaceGrid(columns: count, rows: count, finish: .hair) { column, row in
            let u = 2 * Float(column) / Float(count - 1) - 1
            let v = 2 * Float(row) / Float(count - 1) - 1
            // Square to disc, then up to the ball.
            let x = u * max(1 - 0.5 * v * v, 0).squareRoot()
            let y = v * max(1 - 0.5 * u * u, 0).squareRoot()
            let z = max(1 - x * x - y * y, 0).squareRoot()
            let strand = hair.noise.mottle(x * 5 + 4 * y, y * 2)
            return SurfacePoint(
                place: middle + Vector(x, y, z) * (radius * (1 + 0.04 * strand)),
                colour: hair.colour * (1 + 0.4 * strand),
                coverage: 1,
                gloss: 0.25
            )
        }
    }

    private func frames(_ glasses: GlassesTraits) -> [SurfaceGrid] {
        let front = profile.slice(at: 2)
        let plane = front.centre + front.depth + 9 + 0.5 * person.nose.bridge
        let centreX = max(person.eyes.spacing, glasses.halfWidth + 6)
        var sheets: [SurfaceGrid] = []
        for side in [Float(-1), 1] {
            sheets.append(rim(glasses, middle: Vector(side * centreX, 4, plane), side: side))
            let hinge = Vector(side * (centreX + glasses.halfWidth), -2, plane - 5)
            let earSlice = profile.slice(at: person.ears.place - 16)
            let end = Vector(side * (earSlice.width + 5), person.ears.place - 20, -8)
            sheets.append(bar(glasses, from: hinge, to: end, bow: Vector(side * 5, 0, 0)))
        }
        let inner = centreX - glasses.halfWidth + 1
        let bridge = bar(
            glasses,
            from: Vector(-inner, -1, plane),
            to: Vector(inner, -1, plane),
            bow: Vector(0, -5, 4)
        )
        return sheets + [bridge]
    }

    private func rim(_ glasses: GlassesTraits, middle: Vector, side: Float) -> SurfaceGrid {
        let around = max(48, Int(150 / pitch))
        return SurfaceGrid(columns: around, rows: 5, finish: .hard) { column, row in
            let angle = 6.283_18 * Float(column) / Float(around - 1)
            let (sin, cos) = (sine(angle), cosine(angle))
            // Between an ellipse and a rounded rectangle.
            let square = 1 + 0.28 * glasses.corner * 4 * sin * sin * cos * cos
            let thin = glasses.browLine && sin > 0.1 ? Float(0.4) : 1
            let across = (Float(row) - 2) / 2
            let reach = across * glasses.thickness * thin
            let x = cos * (glasses.halfWidth * square + reach)
            let y = sin * (glasses.halfHeight * square + reach)
            let curve = -0.0045 * (middle.x + x) * (middle.x + x) + 0.0045 * 900
            return SurfacePoint(
                place: middle + Vector(x, y, curve + 1.5 * (1 - across * across)),
                colour: glasses.colour,
                coverage: 1,
                gloss: 0.5
            )
        }
    }

    private func bar(
        _ glasses: GlassesTraits,
        from: Vector,
        to: Vector,
        bow: Vector
    ) -> SurfaceGrid {
        let length = (to - from).dot(to - from).squareRoot()
        let count = max(8, Int(length / pitch))
        return SurfaceGrid(columns: count, rows: 3, finish: .hard) { column, row in
            let share = Float(column) / Float(count - 1)
            let across = Float(row) - 1
            var place = mix(from, to, share) + bow * (4 * share * (1 - share))
            place.y += across * (0.5 + 0.8 * glasses.thickness)
            place.z += 1 - across * across
            return SurfacePoint(place: place, colour: glasses.colour, coverage: 1, gloss: 0.4)
        }
    }
}
