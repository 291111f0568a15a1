/// At what measured values a face is refused.
///
/// The limits of turn and blur were set at 17 and 3 of LFW's 13,233 photos, by a reference script over
/// the same weights; photos degraded in one way are caught at the strengths the tests name.
public struct QualityLimits: Sendable, Hashable {
    /// Shortest box side, in pixels of the photo at full size.
    public var edgePixelsMin: Float

    /// Least mean luma of the face, 0...255.
    public var brightnessMin: Float

    /// Greatest glare: mean luma of the face, and 1 more for every hundredth of it that is blown
    /// out to white.
    public var glareMax: Float

    /// Least sharpness; about 1 is a crisp photo.
    public var sharpnessMin: Float

    /// Greatest evidence for a head turned too far, where the pack's detector and head-pose net give
    /// one; 0 is where 1 photo in 800 of LFW is refused, more refuses fewer.
    public var turnEvidenceMax: Float

    /// Greatest turn to the side, in degrees, for packs without such evidence.
    public var yawDegreesMax: Float

    /// Greatest nod, in degrees, for packs without such evidence.
    public var pitchDegreesMax: Float

    /// Greatest tilt towards a shoulder, in degrees, once the photo is upright.
    public var rollDegreesMax: Float

    /// Makes limits.
    public init(
        edgePixelsMin: Float = 32,
        brightnessMin: Float = 47,
        glareMax: Float = 210,
        sharpnessMin: Float = 0.47,
        turnEvidenceMax: Float = 0,
        yawDegreesMax: Float = 62,
        pitchDegreesMax: Float = 48,
        rollDegreesMax: Float = 60
    ) {
        self.edgePixelsMin = edgePixelsMin
        self.brightnessMin = brightnessMin
        self.glareMax = glareMax
        self.sharpnessMin = sharpnessMin
        self.turnEvidenceMax = turnEvidenceMax
        self.yawDegreesMax = yawDegreesMax
        self.pitchDegreesMax = pitchDegreesMax
        self.rollDegreesMax = rollDegreesMax
    }
}
