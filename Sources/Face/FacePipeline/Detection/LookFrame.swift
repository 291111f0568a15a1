package import FaceTypes

/// One look at a picture: which part, how large, how turned, and on what canvas.
package struct LookFrame: Sendable, Hashable {
    /// The part of the picture that is looked at, in its pixels; may reach beyond its edges.
    package let region: Box

    /// Pixels of the look for one pixel of the picture.
    package let scale: Float

    /// How the part is turned before the detector sees it.
    package let turn: QuarterTurn

    /// Columns of the part after scaling, before turning.
    package let contentWidth: Int

    /// Rows of the part after scaling, before turning.
    package let contentHeight: Int

    /// Columns of the canvas the turned part lies on, at its top left corner.
    package let width: Int

    /// Rows of the canvas.
    package let height: Int

    /// Looks at a part of a picture.
    ///
    /// - Parameters:
    ///   - region: The part, in pixels of the picture.
    ///   - scale: Pixels of the look for one pixel of the picture, above 0.
    ///   - turn: How the part is turned.
    ///   - canvas: What the head needs of the canvas.
    package init(
        region: Box,
        scale: Float,
        turn: QuarterTurn = .none,
        canvas: Canvas
    ) {
        precondition(scale > 0 && region.width > 0 && region.height > 0)
        self.region = region
        self.scale = scale
        self.turn = turn
        contentWidth = max(1, Int((region.width * scale).rounded()))
        contentHeight = max(1, Int((region.height * scale).rounded()))
        let wide = turn.swapsSides ? contentHeight : contentWidth
        let high = turn.swapsSides ? contentWidth : contentHeight
        (width, height) = canvas.size(for: wide, high)
    }

    /// Where a face of the look lies in the picture.
    package func inPicture(_ candidate: Candidate) -> Candidate {
        candidate.mapped { point in
            let upright = turn.undone(
                point,
                width: Float(contentWidth),
                height: Float(contentHeight)
            )
            return Point(x: upright.x / scale + region.x, y: upright.y / scale + region.y)
        }
    }
}

extension LookFrame {
    /// What a head needs of the canvas a look lies on.
    package enum Canvas: Sendable, Hashable {
        /// Exactly the content.
        case content

        /// Both sides rounded up to a multiple of so many pixels.
        case multiple(Int)

        /// Always a square of so many pixels, or the next multiple of 32 when the content is
        /// larger.
        case square(Int)

        func size(for width: Int, _ height: Int) -> (width: Int, height: Int) {
            switch self {
            case .content:
                (width, height)
            case .multiple(let step):
                ((width + step - 1) / step * step, (height + step - 1) / step * step)
            case .square(let edge):
                width <= edge && height <= edge
                    ? (edge, edge) : Canvas.multiple(32).size(for: width, height)
            }
        }
    }
}
