public import FaceTypes
public import Imaging
import ModelPacks

/// A decoded photo and the faces found in it.
public struct PhotoFaces: Sendable {
    /// The photo.
    public let photo: DecodedImage

    /// How far the photo must be turned clockwise so that its faces stand upright; boxes and
    /// landmarks are given as the photo is stored all the same.
    public let turn: QuarterTurn

    /// Whether no face was found and the photo is so dark or bright that this may be why.
    public let isPoorlyLit: Bool

    /// The faces, most prominent first: large, sure, near the middle.
    public let faces: [LocatedFace]

    /// The picture that was searched, upright, and its halvings.
    package let pyramid: ImagePyramid

    /// Why there is no face: `tooDark` when the light is so poor that one could not be seen, else
    /// `noFace`; `nil` when there is one.
    public var absence: QualityCode? {
        guard faces.isEmpty else { return nil }
        return isPoorlyLit ? .tooDark : .noFace
    }

    /// The same photo with some of its faces only.
    ///
    /// - Precondition: the positions are those of `faces`.
    func keeping(_ chosen: [Int]) -> PhotoFaces {
        PhotoFaces(
            photo: photo,
            turn: turn,
            isPoorlyLit: isPoorlyLit,
            faces: chosen.map { faces[$0] },
            pyramid: pyramid
        )
    }

    /// Whether a crop would have to be enlarged, so that the photo at full size gives more detail.
    func needsMorePixels(than pack: InstalledPack) -> Bool {
        let edge = Float(pack.manifest.embedder.edge)
        return faces.contains { $0.uprightBox.shortEdge < edge }
    }

    /// The same faces in the photo at full size.
    func moved(to full: DecodedImage) -> PhotoFaces {
        let scale = Float(full.image.width) / Float(photo.image.width)
        return PhotoFaces(
            photo: full,
            turn: turn,
            isPoorlyLit: isPoorlyLit,
            faces: faces.map { $0.scaled(by: scale) },
            pyramid: ImagePyramid(full.image.rotated(quarterTurns: turn.rawValue))
        )
    }
}

extension LocatedFace {
    /// The same face in a larger copy of the searched picture.
    fileprivate func scaled(by factor: Float) -> LocatedFace {
        let grown = Candidate(box: uprightBox, landmarks: uprightLandmarks, score: 0)
            .scaled(by: factor)
        return LocatedFace(
            detection: detection,
            sureness: sureness,
            looksReal: looksReal,
            uprightBox: grown.box,
            uprightLandmarks: grown.landmarks ?? uprightLandmarks,
            alignmentPoints: alignmentPoints.map { Point(x: $0.x * factor, y: $0.y * factor) }
        )
    }
}
