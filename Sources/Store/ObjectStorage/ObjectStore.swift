public import FaceTypes

/// Photos and crops, each stored once under the SHA-256 of its bytes.
///
/// Objects never change, so storing one twice is harmless, and a reader either finds all of an
/// object or none of it. Calls may come from any task and from several processes.
public protocol ObjectStore: Sendable {
    /// Stores objects; when it returns they are durable.
    ///
    /// Several a call are faster than one: they wait for the disk together.
    /// - Returns: the addresses, in the order given.
    func put(_ objects: [[UInt8]]) async throws(ObjectStorageError) -> [ContentHash]

    /// Whether something is stored under an address; its bytes are not looked at.
    func contains(_ address: ContentHash) async throws(ObjectStorageError) -> Bool

    /// The bytes under an address, checked against it.
    /// - Throws: `ObjectStorageError.missing` or `.damaged`, among others.
    func bytes(of address: ContentHash) async throws(ObjectStorageError) -> [UInt8]

    /// Deletes objects, passing over ones that are not there.
    ///
    /// Durable when it returns.
    func delete(_ addresses: [ContentHash]) async throws(ObjectStorageError)

    /// Addresses in ascending order of their bytes, at most `limit`, after the given one.
    func addresses(
        after: ContentHash?,
        limit: Int
    ) async throws(ObjectStorageError) -> [ContentHash]
}

extension ObjectStore {
    /// Stores one object; when it returns it is durable.
    public func put(_ bytes: [UInt8]) async throws(ObjectStorageError) -> ContentHash {
        let addresses = try await put([bytes])
        guard let address = addresses.first else {
            preconditionFailure("a store answers every object")
        }
        return address
    }
}
