/// One file of an installed pack, pinned by its hash, and where it comes from.
public struct PackFile: Sendable, Hashable, Codable {
    /// Path below the pack's folder.
    public var path: String

    /// Size in bytes; `nil` where only the hash was published.
    public var bytes: Int?

    /// SHA-256 in hexadecimal.
    public var sha256: String

    /// Whether the pack works without it; such a file is installed when a source has it.
    ///
    /// The only optional files are those of `PackManifest.headPose`.
    public var isOptional: Bool

    /// What it is made from; `nil` when the file is installed as it is published.
    public var conversion: PackConversion?

    /// Where it can be had, in the order to try after the mirror folder.
    public var sources: [PackSource]

    /// Describes a file of a pack.
    public init(
        path: String,
        bytes: Int?,
        sha256: String,
        isOptional: Bool = false,
        conversion: PackConversion? = nil,
        sources: [PackSource] = []
    ) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
        self.isOptional = isOptional
        self.conversion = conversion
        self.sources = sources
    }

    private enum CodingKeys: String, CodingKey {
        case path, bytes, sha256, isOptional = "optional", conversion, sources
    }

    /// Reads a file's entry; `optional` and `sources` may be left out.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        path = try values.decode(String.self, forKey: .path)
        bytes = try values.decodeIfPresent(Int.self, forKey: .bytes)
        sha256 = try values.decode(String.self, forKey: .sha256)
        isOptional = try values.decodeIfPresent(Bool.self, forKey: .isOptional) ?? false
        conversion = try values.decodeIfPresent(PackConversion.self, forKey: .conversion)
        sources = try values.decodeIfPresent([PackSource].self, forKey: .sources) ?? []
    }
}
