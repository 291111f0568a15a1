/// One file of a pack, pinned by its hash.
public struct PackFile: Sendable, Hashable, Codable {
    /// Path below the pack's folder.
    public var path: String

    /// Size in bytes.
    public var bytes: Int

    /// SHA-256 in hexadecimal.
    public var sha256: String
}
