/// What binds a gallery to the pack that made its embeddings.
public struct PackIdentity: Sendable, Hashable, Codable {
    /// The pack's name, such as `open`.
    public let name: String

    /// The pack's version, such as `1`.
    public let version: String

    /// SHA-256 over the manifest's embedding-relevant part and its files, in hexadecimal.
    public let hash: String

    /// Components of an embedding.
    public let dimension: Int

    /// Names a pack.
    public init(name: String, version: String, hash: String, dimension: Int) {
        self.name = name
        self.version = version
        self.hash = hash
        self.dimension = dimension
    }
}
