/// One download an installation asks for.
public struct PackFetchRequest: Sendable, Hashable {
    /// The publisher's address.
    public let address: String

    /// The file to write; in a folder that exists.
    public let destination: String

    /// Size in bytes, where it is known.
    public let expectedBytes: Int?

    /// More bytes than this must be refused.
    public let byteLimit: Int
}

/// Downloads a file, calling back with the bytes so far; what arrives is checked by its hash.
public typealias PackFetch =
    @Sendable (PackFetchRequest, _ progress: @escaping @Sendable (Int) -> Void) async throws -> Void
