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

        /// Describes a licence.
        public init(name: String, address: String, requiresAcceptance: Bool) {
            self.name = name
            self.address = address
            self.requiresAcceptance = requiresAcceptance
        }
    }

    /// Version of this layout that this program reads.
    public static let currentSchema = 1

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

    /// What else a user should know, such as that numbers are borrowed; `nil` for nothing.
    public var note: String?

    /// How faces are found.
    public var detector: DetectorSpec

    /// How faces become embeddings.
    public var embedder: EmbedderSpec

    /// A net for the pose of a head, or `nil`.
    ///
    /// Its files are optional: the manifest of an installed pack names it only if they are there.
    public var headPose: HeadPoseSpec?

    /// Every file of the installed folder, with where it comes from.
    public var files: [PackFile]

    /// Describes a pack.
    public init(
        schema: Int = PackManifest.currentSchema,
        name: String,
        version: String,
        summary: String,
        licence: Licence,
        verified: Bool,
        note: String? = nil,
        detector: DetectorSpec,
        embedder: EmbedderSpec,
        headPose: HeadPoseSpec? = nil,
        files: [PackFile]
    ) {
        self.schema = schema
        self.name = name
        self.version = version
        self.summary = summary
        self.licence = licence
        self.verified = verified
        self.note = note
        self.detector = detector
        self.embedder = embedder
        self.headPose = headPose
        self.files = files
    }
}
