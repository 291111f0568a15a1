/// The head's own sheets: the whole face, finer patches for eyes and mouth, and the ears.
struct HeadSheets {
    private let person: PersonTraits
    private let layout: FaceLayout
    private let relief: FaceRelief
    private let profile: HeadProfile
    private let painter: FacePainter
    private let eyePainters: [EyePainter]
    private let pitch: Float

    init(
        _ person: PersonTraits,
        _ look: PortraitLook,
        layout: FaceLayout,
        profile: HeadProfile,
        pitch: Float
    ) {
        self.person = person
        self.layout = layout
        self.profile = profile
        self.pitch = pitch
        relief = FaceRelief(person, layout)
        painter = FacePainter(person: person, layout: layout, pitch: pitch)
        eyePainters = layout.eyes.map {
            EyePainter(person: person, look: look, eye: $0, pitch: 0.55 * pitch)
        }
    }

    func all() -> [SurfaceGrid] {
        let face = [whole()] + layout.eyes.map(eyePatch) + [mouthPatch()]
        return person.hair.style == .scarf ? face : face + [ear(side: -1), ear(side: 1)]
    }

    /// Above this height hair hides the head.
    private var hidden: Float {
        switch person.hair.style {
        case .bald, .shaved, .receding: return -1_000
        default: return HairLine(person.hair, head: person.head).forehead - 48
        }
    }

    private func whole() -> SurfaceGrid {
        // The forehead is smooth and the sides are seen at a slant: both need fewer points.
        let rows = profile.rows(pitch: 1.25 * pitch).enumerated()
            .filter { $1.y > hidden && ($1.y > -34 || $0 % 2 == 0) }
            .map(\.element)
        let columns = max(32, Int(300 / (pitch * 2)))
        let angles = (0..<columns).map { index -> (Float, Float) in
            let along = 2 * Float(index) / Float(columns - 1) - 1
            let angle = radians(112) * along * (0.65 + 0.35 * along * along)
            return (sine(angle), cosine(angle))
        }
        return SurfaceGrid(columns: columns, rows: rows.count, finish: .skin) { column, row in
            facePoint(rows[row], sine: angles[column].0, cosine: angles[column].1)
        }
    }

    private func eyePatch(_ eye: FaceLayout.Eye) -> SurfaceGrid {
        let painter = eyePainters[eye.side < 0 ? 0 : 1]
        let reach = eye.halfWidth * 1.5
        return patch(eye.x - reach, eye.x + reach, eye.y - 17, eye.y + 12, pitch: 0.55 * pitch) {
            x,
            y,
            skin,
            gloss in
            painter.paint(x, y, skin: skin, gloss: &gloss)
        }
    }

    private func mouthPatch() -> SurfaceGrid {
        let mouth = layout.mouth
        let reach = mouth.halfWidth * 1.2
        return patch(
            mouth.x - reach,
            mouth.x + reach,
            mouth.y - 16,
            mouth.y + 18,
            pitch: 0.7 * pitch
        ) {
            _,
            _,
            skin,
            _ in skin
        }
    }

    private func patch(
        _ left: Float,
        _ right: Float,
        _ top: Float,
        _ bottom: Float,
        pitch: Float,
        repaint: (Float, Float, Vector, inout Float) -> Vector
    ) -> SurfaceGrid {
        let columns = max(8, Int((right - left) / pitch))
        let rows = max(8, Int((bottom - top) / pitch))
        return SurfaceGrid(columns: columns, rows: rows, finish: .skin) { column, row in
            let y = mix(top, bottom, Float(row) / Float(rows - 1))
            let x = mix(left, right, Float(column) / Float(columns - 1))
            let slice = profile.slice(at: y)
            let sine = profile.direction(of: x, in: slice)
            var point = facePoint(slice, sine: sine, cosine: max(1 - sine * sine, 0).squareRoot())
            point.place.z += 0.4
            point.colour = repaint(x, y, point.colour, &point.gloss)
            return point
        }
    }

    private func facePoint(_ slice: HeadSlice, sine: Float, cosine: Float) -> SurfacePoint {
        var place = profile.point(slice, sine: sine, cosine: cosine)
        let (x, y) = (place.x, place.y)
        let paint = painter.paint(x, y, front: cosine)
        let forward = ramp(cosine, 0, 0.35)
        if forward > 0 { place.z += forward * relief.height(x, y) }
        let beard = painter.beardDepth(x, y, front: cosine)
        if beard > 0 {
            place += Vector(sine * 0.7, 0.45 * ramp(y, 60, 110), cosine * 0.6) * beard
        }
        let share = (y + 10) / 120
        place.x += person.head.lopsided * share * max(cosine, 0)
        return SurfacePoint(place: place, colour: paint.colour, coverage: 1, gloss: paint.gloss)
    }

    private func ear(side: Float) -> SurfaceGrid {
        let ear = person.ears
        let columns = max(10, Int(40 / pitch))
        let rows = max(16, Int(2 * ear.height / pitch))
        let slice = profile.slice(at: ear.place)
        let rootX = side * (slice.width - 3)
        let outward = Vector(side * 0.78, 0, -0.62)
        return SurfaceGrid(columns: columns, rows: rows, finish: .skin) { column, row in
            let v = 2 * Float(row) / Float(rows - 1) - 1
            let across = Float(column) / Float(columns - 1)
            let u = side > 0 ? across : 1 - across
            // Wider above than at the lobe.
            let chord = max(1 - v * v, 0).squareRoot() * (1 - 0.22 * v)
            let reach = ear.stickOut * 1.35 * chord * u
            let rim = hill((u - 0.82) / 0.26) * 3 * chord - 3.2 * hill((u - 0.45) / 0.35, v / 0.7)
            let place =
                Vector(rootX, ear.place + v * ear.height, slice.centre + 3 - 5 * v) + outward
                * reach
                + Vector(side * 0.45, 0, 0.9) * rim
            let hollow = hill((u - 0.42) / 0.36, (v + 0.05) / 0.62)
            let colour = person.skin.base * Vector(0.98, 0.84, 0.82) * (1 - 0.45 * hollow)
            return SurfacePoint(place: place, colour: colour, coverage: 1, gloss: 0.04)
        }
    }
}
