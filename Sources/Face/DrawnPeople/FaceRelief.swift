/// How far the features stand out from the smooth head, in millimetres towards the viewer.
struct FaceRelief {
    private struct Mound {
        let x: Float
        let y: Float
        let across: Float
        let down: Float
        let height: Float
    }

    private var mounds: [Mound] = []
    private let layout: FaceLayout
    private let nose: NoseTraits
    private let pout: Float

    init(_ person: PersonTraits, _ layout: FaceLayout) {
        self.layout = layout
        nose = person.nose
        pout = person.mouth.pout
        addUpperFace(person)
        addCheeks(person)
        addLowerFace(person)
    }

    private mutating func pair(
        _ x: Float,
        _ y: Float,
        _ across: Float,
        _ down: Float,
        _ height: Float
    ) {
        single(-x, y, across, down, height)
        single(x, y, across, down, height)
    }

    private mutating func single(
        _ x: Float,
        _ y: Float,
        _ across: Float,
        _ down: Float,
        _ height: Float
    ) {
        guard height != 0 else { return }
        mounds.append(
            Mound(x: x, y: y, across: 1 / across, down: 1 / down, height: height)
        )
    }

    private mutating func addUpperFace(_ person: PersonTraits) {
        let head = person.head
        let eyes = person.eyes
        let brow = -person.brows.gap + 2
        pair(27, brow, 28, 13, head.browRidge)
        single(0, brow, 17, 16, 0.6 * head.browRidge)
        pair(28, -64, 36, 28, 2.5)
        pair(61, -22, 22, 34, -3)
        pair(eyes.spacing + 1, -3, 27, 21, -eyes.depth)
        pair(13, -2, 10, 15, -2 - 0.3 * eyes.depth)
        pair(eyes.spacing, 0, 21, 15, eyes.bulge + 0.6 * eyes.depth)
        pair(eyes.spacing, 13, 16, 8, 1.8 * eyes.bag)
        pair(eyes.spacing - 5, 18, 18, 6, -1.6 * eyes.bag - 0.4)
    }

    private mutating func addCheeks(_ person: PersonTraits) {
        let head = person.head
        let smile = max(layout.smile, 0)
        pair(0.66 * head.cheek, 25, 31, 21, head.cheekbone)
        pair(43, 54, 33, 37, 0.8 * head.fullness)
        pair(38, 34, 27, 21, 5 * smile)
        let startX = person.nose.wings + 4
        let startY = layout.noseBase - 4
        let endX = layout.mouth.halfWidth + 8
        let endY = layout.mouth.y + 5
        let fold = -(0.5 + 1.6 * person.skin.wrinkles + 1.5 * smile)
        for step in 0..<6 {
            let share = Float(step) / 5
            let bow = 3 * share * (1 - share) * 4
            pair(mix(startX, endX, share) + bow, mix(startY, endY, share), 8, 8, fold * 0.5)
        }
        pair(
            0.8 * head.jaw,
            head.jawHeight * head.chinHeight + 12,
            18,
            15,
            3.5 * person.skin.wrinkles
        )
    }

    private mutating func addLowerFace(_ person: PersonTraits) {
        let head = person.head
        let mouth = layout.mouth
        single(mouth.x, mouth.y, 40, 28, 4 + 0.6 * pout)
        let lipTop = mouth.y - mouth.upper
        single(mouth.x, 0.5 * (layout.noseBase + lipTop), 4.2, 11, -1.8 * person.mouth.philtrum)
        single(mouth.x, mouth.y + mouth.lower + 8, 22, 8, -3)
        single(0.6 * head.lopsided, head.chinHeight - 13, 21, 18, head.chinKnob)
        single(0.6 * head.lopsided, head.chinHeight - 11, 3.4, 11, -head.chinCleft)
    }

    /// The whole relief at a point of the face.
    @inline(__always)
    func height(_ x: Float, _ y: Float) -> Float {
        var sum: Float = 0
        mounds.withUnsafeBufferPointer { mounds in
            for mound in mounds {
                let down = (y - mound.y) * mound.down
                guard down * down < 1 else { continue }
                sum += mound.height * hill((x - mound.x) * mound.across, down)
            }
        }
        return sum + noseHeight(x, y) + lipHeight(x, y)
    }

    private func noseHeight(_ x: Float, _ y: Float) -> Float {
        let start: Float = -26
        let base = layout.noseBase + 2
        guard y > start, y < base + 6, abs(x) < 34 else { return 0 }
        let tipY = layout.noseTip
        let along = clamp((y + 6) / (tipY + 6))
        var ridge = mix(nose.bridge, nose.tip, along * (0.55 + 0.45 * along))
        ridge += nose.hump * hill(2 * along - 0.9)
        if y < -6 { ridge = nose.bridge * ramp(y, start, -6) }
        if y > tipY {
            let under = clamp((y - tipY) / (base + 1 - tipY))
            ridge = nose.tip * (1 - under * under * (3 - 2 * under))
        }
        let middle = nose.bend * hill(1.6 * (along - 0.5))
        let width = 1.3 * mix(nose.bridgeWidth, nose.tipWidth, along * along) + 4
        let slope = clamp(1 - (x - middle) * (x - middle) / (width * width))
        var sum = 0.9 * ridge * slope * slope
        sum += 3.5 * hill(x / (nose.tipWidth + 1), (y - tipY + 1) / (nose.tipWidth - 1))
        let wingX = (abs(x) - nose.wings + 6) / (nose.wingSize + 1)
        let wingY = (y - layout.noseBase + 5) / (nose.wingSize + 1)
        sum += (2 + 0.9 * nose.wingSize) * hill(wingX, wingY)
        let hole = hill((abs(x) - 0.5 * nose.tipWidth) / 5, (y - layout.noseBase + 1) / 4)
        return sum - 2.5 * hole
    }

    private func lipHeight(_ x: Float, _ y: Float) -> Float {
        let mouth = layout.mouth
        let u = mouth.u(x)
        guard abs(u) < 1 else { return 0 }
        let opening = mouth.opening(u)
        let off = y - mouth.line(u)
        let arch = 1 - u * u
        if off <= 0 {
            let place = clamp((-off - opening) / max(mouth.upperThickness(u), 0.8))
            let roll = place < 1 ? (1 - place) * (0.4 + 1.4 * place) : 0
            return arch * (1 + 0.6 * pout) * roll - 1.6 * hill(off / (1.6 + opening))
        }
        let place = clamp((off - opening) / max(mouth.lowerThickness(u), 1))
        let roll = place < 1 ? (1 - place) * (0.3 + 2.6 * place) : 0
        return arch * (1.4 + 0.7 * pout) * roll - 1.6 * hill(off / (1.6 + opening))
    }
}
