package import ModelPacks

/// Which looks a picture gets, in what order, and when the search is over; one for each head.
///
/// Numbers were measured on LFW and the group photos; a detector's own score tells upright faces
/// from turned ones, which it finds too but with landmarks in the wrong places.
package struct DetectionPlan: Sendable {
    /// A second, closer look at one face, at the size the detector knows best.
    package struct Confirmation: Sendable, Hashable {
        /// Side of the square look, in pixels.
        var edge: Int
        /// Side of the square round the face, in multiples of its longer side.
        var context: Float
        /// A face that scores this much again stands upright.
        var upright: Float
        /// A face that scores less than this is an animal, a statue or nothing.
        var real: Float
        /// The same for a face that fills the frame and gets no second look.
        var realCloseUp: Float
    }

    /// Long side of the first look, in pixels.
    var longEdge: Int

    /// Whether pictures smaller than that are enlarged.
    var enlarges: Bool

    /// The canvas of the first look.
    var canvas: LookFrame.Canvas

    /// Long side, and canvas, of the look for faces that fill the frame; `nil` for none.
    var closeUp: (edge: Int, canvas: LookFrame.Canvas)?

    /// Short side from which a face of the first look fills the frame, in pixels of that look: its
    /// points are then taken from the close-up look.
    var frameFilling: Float

    /// Score at which a face is surely upright and nothing else is tried.
    var sure: Float

    /// Smallest score of a face only seen in a close-up look or after turning the picture.
    var fallbackScore: Float

    /// How much larger than the picture a finer look may be.
    var enlargement: Float

    /// The second look, or `nil` when the head has none.
    var confirmation: Confirmation?

    /// Long sides of the finer looks for small faces, ascending, in pixels.
    var finerEdges: [Int]

    /// Score that is enough in a finer look, where every face gets a second look; `nil` for the
    /// pack's own.
    var finerThreshold: Float?

    /// When the largest face is smaller than this in a look, a finer one follows; pixels.
    var smallFace: Float

    /// Side of the square tiles a finer look is cut into, and how much they overlap; pixels.
    var tile: (edge: Int, overlap: Int)

    /// How often a picture without a face is doubled in size.
    var doublings: Int

    /// Whether a sighting is a real face, as far as the detector can tell.
    package func isReal(_ sighting: Sighting) -> Bool {
        guard let confirmation else { return true }
        return sighting.sureness
            >= (sighting.isCloseUp ? confirmation.realCloseUp : confirmation.real)
    }

    /// The plan for a pack's detector.
    package static func standard(for spec: DetectorSpec) -> DetectionPlan {
        switch spec.head {
        case .yunet: yunet(longEdge: spec.longEdge)
        case .scrfd: scrfd(longEdge: spec.longEdge)
        case .mmod: mmod(longEdge: spec.longEdge, doublings: spec.doublings ?? 1)
        case .mtcnn: mtcnn(longEdge: spec.longEdge, doublings: spec.doublings ?? 0)
        }
    }

    /// YuNet, once at 320 pixels for most photos.
    ///
    /// Upright faces of LFW score at least .88 (99 % at least .92) where turned ones reach
    /// .92 upside down and .90 on their side; 160 pixels find every close-up 320 breaks up; faces
    /// 43 pixels high in their context score .88 and more, dogs nothing. Of 300 faces of 24-40
    /// pixels pasted into a 12-megapixel photo, a look at 2000 pixels finds 98 % at a threshold of
    /// .45, and the second look drops all that is none.
    private static func yunet(longEdge: Int) -> DetectionPlan {
        DetectionPlan(
            longEdge: longEdge,
            enlarges: true,
            canvas: .multiple(64),
            closeUp: (160, .square(160)),
            frameFilling: 0.7 * Float(longEdge),
            sure: 0.92,
            fallbackScore: 0.7,
            enlargement: 1,
            confirmation: Confirmation(
                edge: 128,
                context: 3,
                upright: 0.9,
                real: 0.6,
                realCloseUp: 0.75
            ),
            finerEdges: [640, 2000],
            finerThreshold: 0.45,
            smallFace: 40,
            tile: (640, 64),
            doublings: 0
        )
    }

    /// SCRFD: always a square of its first look; a close-up is shrunk inside it.
    private static func scrfd(longEdge: Int) -> DetectionPlan {
        DetectionPlan(
            longEdge: longEdge,
            enlarges: true,
            canvas: .square(longEdge),
            closeUp: (longEdge / 3, .square(longEdge)),
            frameFilling: 0.6 * Float(longEdge),
            sure: 0.7,
            fallbackScore: 0.55,
            enlargement: 1,
            confirmation: nil,
            finerEdges: [1600],
            finerThreshold: nil,
            smallFace: 40,
            tile: (longEdge, 96),
            doublings: 0
        )
    }

    /// mmod: its windows are 80 pixels, so a picture without such a face is doubled; large ones are
    /// looked at once more at up to twice their size when no face fills the window twice.
    private static func mmod(longEdge: Int, doublings: Int) -> DetectionPlan {
        var plan = pyramid(longEdge: longEdge, sure: 0)
        plan.doublings = doublings
        plan.finerEdges = [2 * longEdge, 4 * longEdge]
        plan.enlargement = 2
        plan.smallFace = 160
        plan.tile = (2 * longEdge, 160)
        return plan
    }

    /// MTCNN: a small face may have hidden others from the first look.
    private static func mtcnn(longEdge: Int, doublings: Int) -> DetectionPlan {
        var plan = pyramid(longEdge: longEdge, sure: 0.98)
        plan.doublings = doublings
        plan.finerEdges = [2 * longEdge]
        plan.smallFace = 60
        plan.tile = (2 * longEdge, 96)
        return plan
    }

    /// Heads that go through an image pyramid of their own.
    private static func pyramid(longEdge: Int, sure: Float) -> DetectionPlan {
        DetectionPlan(
            longEdge: longEdge,
            enlarges: false,
            canvas: .content,
            closeUp: nil,
            frameFilling: .infinity,
            sure: sure,
            fallbackScore: sure,
            enlargement: 1,
            confirmation: nil,
            finerEdges: [],
            finerThreshold: nil,
            smallFace: 0,
            tile: (longEdge, 0),
            doublings: 0
        )
    }
}
