public import FaceTypes

/// A person who does not exist: a face, a name and a few facts, all invented from one number.
///
/// The same seed gives the same person and, with the same variation, the same picture on every
/// machine: only integers and exactly rounded float operations take part.
public struct DrawnPerson: Sendable {
    /// Shortest and longest side of a portrait, in pixels.
    public static let edges = 64...1_024

    /// What the person is made from.
    public let seed: UInt64

    /// Invented facts to show and to filter by.
    public let profile: DrawnProfile

    let traits: PersonTraits

    /// Makes the person of a seed; every seed is a person.
    public init(seed: UInt64) {
        self.seed = seed
        traits = PersonTraits(seed: seed)
        profile = DrawnProfile(seed: seed, traits: traits)
    }

    /// Draws a square portrait.
    ///
    /// Pose (head turns of up to about 8 degrees), expression, light, clothes, backdrop and
    /// framing follow `variation`; the face itself does not.
    ///
    /// - Parameters:
    ///   - variation: Which photo of the person; every number is one.
    ///   - edge: Pixels a side, `edges`.
    /// - Precondition: `edge` lies in `edges`.
    public func portrait(variation: UInt64, edge: Int = 360) -> PixelImage {
        precondition(Self.edges.contains(edge), "a portrait is 64 to 1,024 pixels a side")
        let look = PortraitLook(traits, seed: seed, variation: variation)
        return PortraitRenderer(person: traits, look: look, width: edge, height: edge).image()
    }
}
