/// Down to which height hair grows in each direction around the head.
struct HairLine {
    /// Where the hair begins above the forehead.
    var forehead: Float { front }

    private let front: Float
    private let style: HairStyle
    private let part: Float
    private let recess: Float
    private let length: Float

    init(_ hair: HairTraits, head: HeadTraits) {
        front = -0.62 * head.crown + hair.line * 0.6
        style = hair.style
        part = hair.part
        recess = hair.recess
        length = hair.length
    }

    /// The lower end of the hair, in millimetres; the direction is (sine, cosine) as elsewhere.
    func edge(sine: Float, cosine: Float) -> Float {
        let aside = abs(sine)
        let behind = cosine < 0
        let temple = front - 16 * recess * hill((aside - 0.62) / 0.3)
        switch style {
        case .bald, .shaved: return -200
        case .receding:
            return behind
                ? mix(-14, 48, ramp(cosine, -0.22, -0.6)) : mix(-120, 4, ramp(aside, 0.80, 0.97))
        case .short, .curly, .afro:
            return behind ? mix(-14, 48, ramp(cosine, -0.22, -0.6)) : sideburn(temple, aside, 4)
        case .sideParted, .swept:
            let slope = style == .swept ? 10 * sine * part : -14 * sine * part
            let line = temple + slope * ramp(cosine, 0.3, 0.9)
            return behind ? mix(-14, 48, ramp(cosine, -0.22, -0.6)) : sideburn(line, aside, 10)
        case .tiedBack, .bun:
            return behind ? 45 : sideburn(temple, aside, -12)
        case .fringe:
            let line = -27 + 8 * length
            return behind ? hanging : curtain(line, aside, from: 0.80)
        case .bob, .long, .wavy:
            let parted = front + 26 * ramp(sine * (part > 0 ? 1 : -1), -0.2, 0.75)
            return behind ? hanging : curtain(parted, aside, from: 0.80)
        case .scarf:
            return 300
        }
    }

    private var hanging: Float {
        switch style {
        case .bob: 92 + 18 * length
        case .fringe: length > 0 ? 190 : 96
        default: 200
        }
    }

    private func sideburn(_ line: Float, _ aside: Float, _ end: Float) -> Float {
        mix(line, end, ramp(aside, 0.80, 0.965))
    }

    private func curtain(_ line: Float, _ aside: Float, from: Float) -> Float {
        let temple = mix(line, -25, ramp(aside, 0.45, from))
        return mix(temple, hanging, ramp(aside, from, from + 0.12))
    }
}
