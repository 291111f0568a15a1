import FaceTypes

/// A face seen in one or more looks at a picture.
package struct Sighting: Sendable, Equatable {
    /// The face, in pixels of the picture.
    package var face: Candidate

    /// Its shorter side in the look it was seen in, in pixels of that look.
    package var lookEdge: Float

    /// The best score of the looks at the whole picture.
    package var score: Float

    /// The score of the second look at this face alone; `nil` when there was none.
    package var confirmation: Float?

    /// Whether it fills the frame, so that a look at it in its context would show mostly nothing.
    package var isCloseUp: Bool

    /// Takes a face of one look.
    package init(_ face: Candidate, scale: Float, isCloseUp: Bool = false) {
        self.face = face
        self.isCloseUp = isCloseUp
        lookEdge = face.box.shortEdge * scale
        score = face.score
    }

    /// The score that tells real faces from others: that of the second look, if there was one.
    package var sureness: Float { confirmation ?? score }

    /// Whether both show one face.
    func isSameFace(as other: Sighting) -> Bool {
        face.box.overlap(with: other.face.box) > 0.3
    }

    /// Whether this is (or is a part of) what the other shows.
    func isPart(of other: Sighting) -> Bool {
        isSameFace(as: other) || other.face.box.contains(face.box.centre)
    }
}
