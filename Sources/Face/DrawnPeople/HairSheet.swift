/// The hair (or headscarf) as a shell around the head that may hang below it.
struct HairSheet {
    private let person: PersonTraits
    private let profile: HeadProfile
    private let line: HairLine
    private let pitch: Float
    private let bottom: Float

    init(_ person: PersonTraits, profile: HeadProfile, pitch: Float) {
        self.person = person
        self.profile = profile
        self.pitch = pitch
        line = HairLine(person.hair, head: person.head)
        switch person.hair.style {
        case .bob: bottom = 125
        case .fringe, .long, .wavy: bottom = 215
        case .scarf: bottom = 235
        default: bottom = 70
        }
    }

    /// A direction around the head; angle 0 is straight ahead.
    private struct Direction {
        let angle: Float
        let sine: Float
        let cosine: Float
    }

    /// `nil` for heads without a shell of hair.
    func sheet() -> SurfaceGrid? {
        let style = person.hair.style
        guard style != .bald, style != .shaved else { return nil }
        let rows = slices()
        let columns = max(24, Int(430 * 0.72 / (pitch * 1.45)))
        let angles = (0..<columns).map { index -> Direction in
            // Denser in front than behind, where only the hair's inside shows.
            let along = 2 * Float(index) / Float(columns - 1) - 1
            let angle = 3.141_592 * along * (0.7 + 0.3 * along * along)
            return Direction(angle: angle, sine: sine(angle), cosine: cosine(angle))
        }
        let edges = angles.map { line.edge(sine: $0.sine, cosine: $0.cosine) }
        // A steep edge (hair hanging beside the face) is near in millimetres though far in height.
        let steepness = edges.indices.map { index -> Float in
            let next = edges[min(index + 1, columns - 1)]
            let rise = (next - edges[max(index - 1, 0)]) / (2 * 310 / Float(columns))
            return 1 / (1 + rise * rise).squareRoot()
        }
        return SurfaceGrid(
            columns: columns,
            rows: rows.count,
            finish: style == .scarf ? .cloth : .hair
        ) { column, row in
            point(rows[row], angles[column], edge: edges[column], nearness: steepness[column])
        }
    }

    private func slices() -> [HeadSlice] {
        var rows = profile.rows(pitch: pitch * 1.5).filter { $0.y < 18 }
        guard let last = rows.last else { return rows }
        if person.hair.style == .scarf { return rows + drape(below: last) }
        // Below the cheekbones hair hangs down from the widest place.
        var y = last.y + pitch * 2.4
        while y < bottom {
            let fall = (y - last.y) / 180
            rows.append(
                HeadSlice(
                    y: y,
                    width: last.width + 6 * fall,
                    centre: last.centre - 4 * fall,
                    depth: last.depth
                )
            )
            y += pitch * 2.4
        }
        return rows
    }

    /// A scarf follows the jaw to the neck and then spreads over the shoulders.
    private func drape(below last: HeadSlice) -> [HeadSlice] {
        let chin = person.head.chinHeight
        let throat = HeadSlice(y: chin + 14, width: person.neck + 14, centre: -2, depth: 66)
        let hem = HeadSlice(y: bottom, width: 118, centre: -10, depth: 92)
        var rows: [HeadSlice] = []
        var y = last.y + pitch * 1.6
        while y < bottom {
            let upper = ramp(y, last.y, throat.y)
            let lower = ramp(y, throat.y - 12, hem.y)
            var slice = HeadSlice.between(.between(last, throat, upper), hem, lower)
            slice.y = y
            rows.append(slice)
            y += pitch * 2
        }
        return rows
    }

    private func point(
        _ slice: HeadSlice,
        _ direction: Direction,
        edge: Float,
        nearness: Float
    ) -> SurfacePoint {
        let hair = person.hair
        let (sin, cos) = (direction.sine, direction.cosine)
        let base = profile.point(slice, sine: sin, cosine: cos)
        if (edge + 10 - slice.y) * nearness < 0 {
            return SurfacePoint(place: base, colour: .zero, coverage: 0, gloss: 0)
        }
        let strand = strandNoise(base, direction.angle)
        let jitter = raggedness * strand
        let toEdge = (edge + jitter - slice.y) * nearness
        let soft = hair.style == .scarf ? 1 : 3 + pitch
        // At the crown all directions meet in one point, which must not depend on them.
        let open = clamp(slice.width / 45)
        let thick =
            thickness(slice, sin * open, cos * open, toEdge: toEdge) * (1 + 0.10 * strand * open)
        let middle: Float = -25
        let outward = Vector(
            base.x / 5_000,
            slice.y < middle ? (slice.y - middle) / 7_200 : 0,
            (base.z - slice.centre) / 7_600
        )
        let place = base + outward.normalised * thick
        return SurfacePoint(
            place: place,
            colour: colour(strand, slice, sin, toEdge: toEdge),
            coverage: ramp(toEdge, 0, soft) * growth(slice, base, strand),
            gloss: hair.style == .scarf ? 0 : 0.25
        )
    }

    /// 0 where something other than the lower edge keeps the shell away, else 1.
    private func growth(_ slice: HeadSlice, _ base: Vector, _ strand: Float) -> Float {
        switch person.hair.style {
        case .receding: return ramp(slice.y + 8 * strand, -74, -48)
        case .scarf:
            // The opening for the face.
            guard base.z > slice.centre else { return 1 }
            let top = HairLine(person.hair, head: person.head).forehead + 12
            let low = person.head.chinHeight + 3
            let face = profile.slice(at: min(slice.y, person.head.chinHeight - 16)).width
            let across = base.x / min(0.88 * person.head.cheek, 0.8 * face)
            let down = (slice.y - 0.5 * (top + low)) / (0.5 * (low - top))
            let away = across * across + down * down * down * down
            return ramp(away, 0.97, 1.03)
        default: return 1
        }
    }

    private var raggedness: Float {
        switch person.hair.style {
        case .scarf, .receding: 0
        case .fringe, .wavy, .long: 9
        case .curly, .afro: 7
        default: 5
        }
    }

    /// Strands run downwards, swept sideways by the parting; curls are round.
    private func strandNoise(_ base: Vector, _ angle: Float) -> Float {
        let hair = person.hair
        let around = 75 * angle
        switch hair.style {
        case .curly, .afro:
            return hair.noise.mottle(around * 0.13, base.y * 0.13)
        case .wavy:
            let wave = 5 * sine(base.y * 0.075 + 3 * hair.curl)
            return hair.noise.mottle((around + wave) * 0.2, base.y * 0.012)
        case .scarf:
            return hair.noise.mottle((around + 0.5 * base.y) * 0.03, base.y * 0.03)
        default:
            let swept = hair.part * 0.55 * max(-base.y - 20, 0)
            return hair.noise.mottle((around + swept) * 0.26, base.y * 0.014)
        }
    }

    private func thickness(
        _ slice: HeadSlice,
        _ sin: Float,
        _ cos: Float,
        toEdge: Float
    ) -> Float {
        let hair = person.hair
        let high = ramp(slice.y, -10, -90)
        let growth = ramp(toEdge, -4, 24)
        let full: Float
        switch hair.style {
        case .bald, .shaved: full = 0
        case .receding: full = (3 + 5 * hair.volume) * ramp(slice.y, -72, -30)
        case .short: full = 2.5 + (10 + 5 * hair.volume) * high
        case .sideParted: full = 3 + (14 + 9 * hair.volume) * high * (1 + 0.35 * sin * hair.part)
        case .swept: full = 5 + (16 + 14 * hair.volume) * high * (0.6 + 0.5 * max(cos, 0))
        case .curly: full = 14 + 12 * hair.volume + 6 * high
        case .afro: full = 34 + 20 * hair.volume
        case .tiedBack, .bun: full = 6 + 4 * hair.volume * high
        case .bob, .fringe, .long, .wavy:
            let flare = 8 * hair.volume * ramp(slice.y, 10, 90)
            full =
                11 + 8 * hair.volume + (style(.wavy) ? 7 : 0) + (style(.bob) ? 1.5 * flare : flare)
        case .scarf: full = 7
        }
        let wave: Float =
            style(.wavy)
            ? 2.5 * sine(slice.y * 0.06 + 3 * hair.curl + 4 * sin) * ramp(slice.y, -20, 40) : 0
        return 1.2 + full * (0.25 + 0.75 * growth) + wave
    }

    private func style(_ wanted: HairStyle) -> Bool { person.hair.style == wanted }

    private func colour(_ strand: Float, _ slice: HeadSlice, _ sin: Float, toEdge: Float) -> Vector
    {
        let hair = person.hair
        if hair.style == .scarf { return hair.second * (1 + 0.12 * strand) }
        let contrast: Float = hair.style == .curly || hair.style == .afro ? 0.5 : 0.38
        let root = 0.8 + 0.2 * ramp(toEdge, 0, 14)
        return hair.colour * ((1 + contrast * strand) * root)
    }
}
