/// What was measured of a face, and what speaks against using it.
public struct FaceQuality: Sendable, Hashable, Codable {
    /// The box's shorter side, in pixels of the full-size picture.
    public var edgePixels: Float

    /// Detail in the face relative to what its size allows, 0 (none) and up; about 1 for a crisp photo.
    public var sharpness: Float

    /// Mean luma of the face, 0...255.
    public var brightness: Float

    /// Head turned to the side, in degrees, negative to the picture's left.
    public var yawDegrees: Float

    /// Head tilted up or down, in degrees, negative downwards.
    public var pitchDegrees: Float

    /// Head tilted towards a shoulder, in degrees, clockwise positive.
    public var rollDegrees: Float

    /// Fitness for search, 0...1: weights photos of one probe and chooses a person's best photo.
    public var score: Float

    /// What refuses the face, worst first; empty when it is fit.
    public var codes: [QualityCode]

    /// Makes a judgement from its parts.
    public init(
        edgePixels: Float,
        sharpness: Float,
        brightness: Float,
        yawDegrees: Float,
        pitchDegrees: Float,
        rollDegrees: Float,
        score: Float,
        codes: [QualityCode]
    ) {
        self.edgePixels = edgePixels
        self.sharpness = sharpness
        self.brightness = brightness
        self.yawDegrees = yawDegrees
        self.pitchDegrees = pitchDegrees
        self.rollDegrees = rollDegrees
        self.score = score
        self.codes = codes
    }
}
