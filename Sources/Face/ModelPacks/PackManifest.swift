/// What a model pack is made of and what its numbers are.
///
/// Schema 1; written as JSON. A pack is addressed by the hash of its embedding-relevant part.
public struct PackManifest: Sendable, Hashable, Codable {
    /// The terms the weights come under.
    public struct Licence: Sendable, Hashable, Codable {
        /// SPDX identifier or a short name.
        public var name: String
        /// Where the full terms can be read.
        public var address: String
        /// Whether installing needs `--accept-licence` (research-only terms).
        public var requiresAcceptance: Bool
    }

    /// Version of this layout; 1.
    public var schema: Int

    /// Name to ask for it by, such as `open`.
    public var name: String

    /// Version of the pack, such as `1`.
    public var version: String

    /// One sentence for `models list`.
    public var summary: String

    /// The terms of its weights.
    public var licence: Licence

    /// Whether this project has run the real weights; packs whose weights could not be had are not.
    public var verified: Bool

    /// How faces are found.
    public var detector: DetectorSpec

    /// How faces become embeddings.
    public var embedder: EmbedderSpec

    /// Every file of the installed folder, with where it comes from.
    public var files: [PackFile]
}
