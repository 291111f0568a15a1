public import FaceTypes
public import Imaging

/// All that the pipeline knows of a photo.
public struct PhotoAnalysis: Sendable {
    /// The decoded photo, upright as its file says; possibly smaller than full size.
    public let photo: DecodedImage

    /// How far the photo must be turned clockwise so that its faces stand upright.
    public let turn: QuarterTurn

    /// The faces, most prominent first; empty when there is none.
    public let faces: [AnalysedFace]

    /// Why there is no face, as far as can be told; `nil` when there is one.
    public let absence: QualityCode?

    /// Columns of the photo at full size.
    public var width: Int { photo.fullWidth }

    /// Rows of the photo at full size.
    public var height: Int { photo.fullHeight }

    /// A 64-bit hash that near-identical pictures share but for a few bits; about a millisecond.
    public var perceptualHash: UInt64 { Imaging.perceptualHash(of: photo.image) }
}
