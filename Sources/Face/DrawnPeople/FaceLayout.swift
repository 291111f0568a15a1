/// Where the features of one portrait lie, traits and expression together, in millimetres.
struct FaceLayout {
    /// One eye; `side` is -1 at the viewer's left.
    struct Eye {
        let side: Float
        let x: Float
        let y: Float
        let halfWidth: Float
        let upper: Float
        let lower: Float
        let slant: Float
        let peak: Float

        /// The point in the eye's own frame: u -1 at the inner corner, 1 at the outer; v in
        /// millimetres, downwards.
        @inline(__always)
        func local(_ pointX: Float, _ pointY: Float) -> (u: Float, v: Float) {
            let across = (pointX - x) * side
            return (across / halfWidth, pointY - y + slant * across)
        }

        /// Height of the upper lid's edge above the corner line, at u.
        @inline(__always)
        func upperEdge(_ u: Float) -> Float {
            upper * max(1 - u * u, 0) * (1 - peak * u) - 0.08 * upper
        }

        @inline(__always)
        func lowerEdge(_ u: Float) -> Float {
            lower * max(1 - u * u, 0) * (1 + 0.35 * u)
        }
    }

    struct Mouth {
        let x: Float
        let y: Float
        let halfWidth: Float
        let upper: Float
        let lower: Float
        let bow: Float
        let corner: Float
        let gap: Float

        @inline(__always)
        func u(_ pointX: Float) -> Float { (pointX - x) / halfWidth }

        /// Height of the line between the lips, downwards.
        @inline(__always)
        func line(_ u: Float) -> Float {
            y - corner * u * u + 1.2 * hill(2.6 * u)
        }

        @inline(__always)
        func upperThickness(_ u: Float) -> Float {
            let arch = max(1 - u * u, 0)
            let dip = bow * (hill(4.5 * u) - 0.7 * hill(3.2 * (abs(u) - 0.33)))
            return upper * arch * (1 - 0.6 * dip)
        }

        @inline(__always)
        func lowerThickness(_ u: Float) -> Float {
            let square = u * u
            return lower * max(1 - square * square * 0.6 - square * 0.4, 0)
        }

        /// Half the opening between the lips.
        @inline(__always)
        func opening(_ u: Float) -> Float { 0.5 * gap * max(1 - u * u, 0) }
    }

    let eyes: [Eye]
    let mouth: Mouth
    let browLift: [Float]
    let noseTip: Float
    let noseBase: Float
    let smile: Float
    let chinHeight: Float

    init(_ person: PersonTraits, _ look: PortraitLook) {
        let smile = look.smile
        let lids = person.eyes
        let squint = 1 - 0.16 * max(smile, 0)
        eyes = [-1, 1].map { side in
            Eye(
                side: side,
                x: side * lids.spacing,
                y: side * lids.uneven * 0.5,
                halfWidth: lids.halfWidth,
                upper: lids.upper * look.openness * squint,
                lower: lids.lower * squint,
                slant: lids.slant,
                peak: lids.peak
            )
        }
        noseTip = person.nose.length - person.nose.upturn
        noseBase = person.nose.length + 8 + 0.4 * person.nose.upturn
        let chin = person.head.chinHeight
        let traits = person.mouth
        mouth = Mouth(
            x: traits.shift + 0.3 * person.head.lopsided,
            y: noseBase + traits.drop * (chin - noseBase) - 1.5 * max(smile, 0),
            halfWidth: traits.halfWidth * (1 + 0.14 * smile),
            upper: max(traits.upper, 1.4) * (1 - 0.18 * max(smile, 0)),
            lower: max(traits.lower, 3) * (1 - 0.12 * max(smile, 0)),
            bow: traits.bow,
            corner: traits.corner + 4.5 * smile,
            gap: 7 * look.gap
        )
        browLift = [look.browRaise + 0.4 * lids.uneven, look.browRaise - 0.4 * lids.uneven]
        self.smile = smile
        chinHeight = chin
    }
}
