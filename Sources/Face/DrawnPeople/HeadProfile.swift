/// One horizontal slice of the head: an oval of half width `width` and half depth `depth`,
/// centred `centre` millimetres in front of the ears.
struct HeadSlice {
    var y: Float
    var width: Float
    var centre: Float
    var depth: Float

    static func between(_ first: HeadSlice, _ second: HeadSlice, _ share: Float) -> HeadSlice {
        HeadSlice(
            y: mix(first.y, second.y, share),
            width: mix(first.width, second.width, share),
            centre: mix(first.centre, second.centre, share),
            depth: mix(first.depth, second.depth, share)
        )
    }
}

/// The smooth head without features: a stack of ovals from the crown to the chin.
struct HeadProfile {
    private static let sampleCount = 384

    /// Top first.
    let slices: [HeadSlice]
    /// How square the ovals are; 0 is an ellipse.
    let flatness: Float
    let chinHeight: Float

    init(_ head: HeadTraits) {
        let top = -head.crown
        let chin = head.chinHeight
        let gonion = head.jawHeight * chin
        let full = head.fullness
        let forward = head.chinForward
        let middle = mix(head.cheek, head.jaw, 0.42) + 0.5 * full
        let low = mix(head.jaw, head.chin, 0.42) + 0.3 * full
        // y, half width, centre, half depth
        let knots: [(Float, Float, Float, Float)] = [
            (top, 0, -8, 0),
            (top + 3, 0.32 * head.forehead, -8, 27),
            (top + 15, 0.65 * head.forehead, -8, 56),
            (0.64 * top, 0.95 * head.forehead, -5, 82),
            (0.3 * top, head.temple + 1, 0, 90),
            (-4, mix(head.temple, head.cheek, 0.55) + 1, 2, 86),
            (20, head.cheek, 4, 83),
            (mix(20, gonion, 0.55), middle, 8, 79),
            (gonion, head.jaw + 0.4 * full, 13, 75 + 0.3 * forward),
            (mix(gonion, chin, 0.5), low, 22, 67 + 0.7 * forward),
            (chin - 8, head.chin * 1.12, 34, 55 + forward),
            (chin - 2, head.chin * 0.66, 46, 37 + forward),
            (chin, 0, 58, 0),
        ]
        let heights = knots.map(\.0)
        let widths = knots.map(\.1)
        let centres = knots.map(\.2)
        let depths = knots.map(\.3)
        slices = (0..<Self.sampleCount).map { index in
            let share = Float(index) / Float(Self.sampleCount - 1)
            let place = share * Float(knots.count - 1)
            return HeadSlice(
                y: spline(heights, at: place),
                width: max(spline(widths, at: place), 0),
                centre: spline(centres, at: place),
                depth: max(spline(depths, at: place), 0)
            )
        }
        flatness = head.flatness
        chinHeight = chin
    }

    /// The slice at a height; outside the head, its nearest end.
    func slice(at y: Float) -> HeadSlice {
        var low = 0
        var high = slices.count - 1
        if y <= slices[low].y { return slices[low] }
        if y >= slices[high].y { return slices[high] }
        while high - low > 1 {
            let middle = (low + high) / 2
            if slices[middle].y <= y { low = middle } else { high = middle }
        }
        let gap = slices[high].y - slices[low].y
        return .between(slices[low], slices[high], gap > 0 ? (y - slices[low].y) / gap : 0)
    }

    /// Slices from the crown to the chin, about `pitch` millimetres apart on the outline.
    func rows(pitch: Float) -> [HeadSlice] {
        var rows = [slices[0]]
        var walked: Float = 0
        for index in 1..<slices.count {
            let before = slices[index - 1]
            let here = slices[index]
            let across = (here.width - before.width) * 0.7
            let down = here.y - before.y
            let step = (across * across + down * down).squareRoot()
            while walked + step >= pitch * Float(rows.count) {
                let share = step > 0 ? (pitch * Float(rows.count) - walked) / step : 0
                rows.append(.between(before, here, clamp(share)))
            }
            walked += step
        }
        rows.append(slices[slices.count - 1])
        return rows
    }

    /// The point of a slice in direction (sine, cosine), the cosine being 1 straight ahead.
    @inline(__always)
    func point(_ slice: HeadSlice, sine: Float, cosine: Float) -> Vector {
        Vector(
            slice.width * sine * (1 + flatness * cosine * cosine),
            slice.y,
            slice.centre + slice.depth * cosine * (1 + 0.6 * flatness * sine * sine)
        )
    }

    /// The sine of the direction in which a slice's front is `x` to the right.
    func direction(of x: Float, in slice: HeadSlice) -> Float {
        guard slice.width > 0.01 else { return 0 }
        let goal = clamp(x / slice.width, -1, 1)
        var sine = goal / (1 + flatness)
        for _ in 0..<3 {
            let miss = sine * (1 + flatness * (1 - sine * sine)) - goal
            sine -= miss / (1 + flatness * (1 - 3 * sine * sine))
        }
        return clamp(sine, -1, 1)
    }
}
